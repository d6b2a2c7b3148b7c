using System.Diagnostics;
using System.Globalization;
using Ctrace.Core;
using Ctrace.Core.Rehearsals;
using Ctrace.Core.Traces;

namespace Ctrace.Rehearsals;

/// <summary>Does the steps once, with one stand-in after the other where one does not survive.</summary>
/// <param name="stage">The engine, the volumes and the check that the stand-in has.</param>
/// <param name="rights">Options that say what the stand-in may do.</param>
/// <param name="watch">What looks at it.</param>
/// <param name="isKnownToEnd">Whether the program is known to end by itself, so that its end is waited for.</param>
/// <param name="tell">Takes each step as it begins.</param>
internal sealed class RehearsalPass(RehearsalStage stage, IReadOnlyList<string> rights, IRehearsalWatch watch, bool isKnownToEnd, Action<RehearsalStep> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // For a service that has no check, no health check and no port: nothing else tells that it has started.
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(10);

    private readonly RehearsalSettings _settings = stage.Settings;
    private readonly List<StepOutcome> _outcomes = [];
    private StandIn? _standIn;
    private StepOutcome _now = new(StepKind.Start, default);
    private bool _settled;
    private ulong _lost;

    /// <summary>What the container showed after its first start.</summary>
    public ContainerTraits Traits { get; private set; } = new(true, "", 0, 0, KnownSignals.Terminate, false);

    /// <summary>Does the first step, and then those of a plan.</summary>
    /// <param name="plan">Makes the plan once the traits are known.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What became of it, step by step. Steps that were not reached are missing.</returns>
    public async Task<IReadOnlyList<StepOutcome>> RunAsync(Func<ContainerTraits, IReadOnlyList<PlannedStep>> plan, CancellationToken cancellation)
    {
        var works = await DoAsync(StepKind.Start, cancellation);
        if (works)
        {
            Traits = ReadTraits();
        }

        foreach (var step in works ? plan(Traits).Where(step => step is { LeftOut: null, Step.Kind: not StepKind.Start }) : [])
        {
            if ((!works || _standIn is null) && !await RenewAsync(cancellation))
            {
                break;
            }

            works = await DoAsync(step.Step.Kind, cancellation);
        }

        await FinishAsync(cancellation);
        return _outcomes;
    }

    /// <summary>What it still does when it is stopped belongs to the last step, in each pass.</summary>
    private async Task FinishAsync(CancellationToken cancellation)
    {
        if (_standIn is { } last && Traits.Catches(stage.StopSignal))
        {
            var step = _outcomes[^1];
            _now = step;
            await WithinAsync(token => EndAsync(last, token), default, cancellation);
            var refused = watch.Take();
            _outcomes[^1] = step with
            {
                Log = await last.LogAsync(cancellation) is { } more && step.Log is { } log ? [.. log, .. more] : null,
                Denials = [.. step.Denials, .. refused?.Denials ?? []],
                Capabilities = [.. step.Capabilities, .. refused?.Capabilities ?? []],
            };
        }

        await RemoveAsync(cancellation);
    }

    private ContainerTraits ReadTraits()
    {
        var process = _now.ExitCode is null ? FirstProcess.Of(_standIn!.Id) : null;
        return new ContainerTraits(process is null, process?.Program ?? "", process?.Caught ?? 0, process?.Children.Count ?? 0, stage.StopSignal, stage.HasVolume);
    }

    /// <summary>Does a step, within its time.</summary>
    /// <returns>Whether the service works after it.</returns>
    private async Task<bool> DoAsync(StepKind kind, CancellationToken cancellation)
    {
        tell(RehearsalStep.Of(kind));
        _now = new StepOutcome(kind, default);
        var clock = Stopwatch.StartNew();
        await WithinAsync(token => PerformAsync(kind, token), kind == StepKind.Idle ? _settings.Idle : default, cancellation);
        var refused = watch.Take();
        _now = _now with
        {
            Took = clock.Elapsed,
            Log = _standIn is null ? [] : await _standIn.LogAsync(cancellation),
            Denials = refused?.Denials ?? [],
            Capabilities = refused?.Capabilities ?? [],
            Ends = refused?.Ends ?? _now.Ends,
            Lost = refused is null ? 0 : refused.Lost - _lost,
        };
        _lost = refused?.Lost ?? 0;
        _outcomes.Add(_now);
        if (kind == StepKind.Disk)
        {
            await RemoveAsync(cancellation);
        }

        return _now.IsSurvived;
    }

    private async Task WithinAsync(Func<CancellationToken, Task> action, TimeSpan more, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_settings.StepLimit + more);
        try
        {
            await action(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Fail(_now.Check is { Status: not 0 } check
                ? $"the check ended with {Text(check.Status)} until the step's {Text((int)_settings.StepLimit.TotalSeconds)} s were over"
                : $"the step was not over within {Text((int)_settings.StepLimit.TotalSeconds)} s");
        }
        catch (CtraceException failure) when (failure.Kind is FailureKind.Unavailable or FailureKind.NoInput)
        {
            Fail(failure.Message);
        }
    }

    private async Task PerformAsync(StepKind kind, CancellationToken cancellation)
    {
        switch (kind)
        {
            case StepKind.Start:
                await MakeAsync(await stage.MakeAsync(rights, disk: false, cancellation), stage.Volumes.Data, cancellation);
                break;
            case StepKind.Idle:
                await Task.Delay(_settings.Idle, cancellation);
                break;
            case StepKind.Reload:
                await _standIn!.SignalAsync(KnownSignals.Hangup, cancellation);
                break;
            case StepKind.Rotate:
                await _standIn!.SignalAsync(KnownSignals.User1, cancellation);
                break;
            case StepKind.Child:
                await KillChildAsync(cancellation);
                break;
            case StepKind.Stop:
                await _standIn!.StopAsync(cancellation);
                await StartAgainAsync(cancellation);
                break;
            case StepKind.Interrupt:
                await _standIn!.SignalAsync(KnownSignals.Interrupt, cancellation);
                await StartAgainAsync(cancellation);
                break;
            case StepKind.Kill:
                await _standIn!.SignalAsync(KnownSignals.Kill, cancellation);
                await StartAgainAsync(cancellation);
                break;
            case StepKind.Again:
                await _standIn!.StartAsync(cancellation);
                break;
            case StepKind.Disk:
                await FillDiskAsync(cancellation);
                break;
            case StepKind.NextImage:
                await EndAsync(_standIn!, cancellation);
                await stage.Room.RemoveContainerAsync(_standIn!.Id, cancellation);
                _standIn = null;
                await MakeAsync(await stage.MakeNextAsync(rights, cancellation), stage.Volumes.Data == DataState.None ? DataState.None : DataState.Used, cancellation);
                break;
            default:
                throw new InvalidOperationException($"nothing is known of {kind}");
        }

        await WorkAsync(cancellation);
    }

    private async Task MakeAsync(StandIn standIn, DataState data, CancellationToken cancellation)
    {
        _standIn = standIn;
        await watch.MadeAsync(standIn.Id, data, cancellation);
        await standIn.StartAsync(cancellation);
    }

    /// <summary>Stops a container, unless it has ended.</summary>
    private async Task EndAsync(StandIn standIn, CancellationToken cancellation)
    {
        if ((await standIn.StateAsync(cancellation)).Running)
        {
            await standIn.StopAsync(cancellation);
            var code = await standIn.WaitAsync(cancellation);
            await watch.EndedAsync(standIn.Id, code, cancellation);
            _now = _now with { ExitCode = code };
        }
    }

    /// <summary>Has another stand-in work on a disk without room, once, and then on one with room again.</summary>
    private async Task FillDiskAsync(CancellationToken cancellation)
    {
        await RemoveAsync(cancellation);
        await MakeAsync(await stage.MakeAsync(rights, disk: true, cancellation), stage.Volumes.Data, cancellation);
        await WorkAsync(cancellation);
        if (_now.Problem is null && stage.Volumes.Disk is { } disk)
        {
            disk.Fill(cancellation);
            _now = _now with { Full = stage.Check is { } check ? await check.TryAsync(_standIn!.Id, cancellation) : null };
            disk.Empty();
        }
    }

    private async Task StartAgainAsync(CancellationToken cancellation)
    {
        var code = await _standIn!.WaitAsync(cancellation);
        await watch.EndedAsync(_standIn.Id, code, cancellation);
        _now = _now with { ExitCode = code };
        await _standIn.StartAsync(cancellation);
    }

    private async Task KillChildAsync(CancellationToken cancellation)
    {
        foreach (var child in FirstProcess.Of(_standIn!.Id)?.Children ?? [])
        {
            if (await FirstProcess.KillAsync(child, _standIn.Id, cancellation))
            {
                return;
            }
        }
    }

    /// <summary>Waits until the service works, or has ended by itself.</summary>
    private async Task WorkAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var state = await _standIn!.StateAsync(cancellation);
            if (!state.Running)
            {
                await watch.EndedAsync(_standIn.Id, state.ExitCode, cancellation);
                TakeEnd(state.ExitCode);
                return;
            }

            if (stage.Check is { } check)
            {
                _now = _now with { Check = await check.TryAsync(_standIn.Id, cancellation) };
            }

            if (IsWorking(state.Health, clock.Elapsed))
            {
                _settled = true;
                return;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private bool IsWorking(string health, TimeSpan waited) =>
        isKnownToEnd || _now.Kind == StepKind.Again ? false
        : _now.Check is { } check ? check.Status == 0
        : health.Length > 0 ? health == "healthy"
        : (FirstProcess.Of(_standIn!.Id)?.Listens() ?? false) || waited > (_settled ? Settles / 5 : Settles);

    /// <summary>Without a check it may be there to do its work and end.</summary>
    private void TakeEnd(int code)
    {
        var mayEnd = stage.Check is null && (_now.Kind is StepKind.Start or StepKind.Again);
        _now = _now with { ExitCode = _now.ExitCode ?? code };
        if (!mayEnd)
        {
            Fail($"the container ended with {Text(code)}{(stage.Check is null ? "" : " before its check passed")}");
        }
    }

    /// <summary>A new stand-in, on new data, in the place of one that did not survive.</summary>
    private async Task<bool> RenewAsync(CancellationToken cancellation)
    {
        await RemoveAsync(cancellation);
        _now = new StepOutcome(StepKind.Start, default);
        await WithinAsync(async token =>
        {
            await MakeAsync(await stage.MakeAsync(rights, disk: false, token), stage.Volumes.Data, token);
            await WorkAsync(token);
        }, default, cancellation);
        _ = watch.Take();
        if (_standIn is not null)
        {
            _ = await _standIn.LogAsync(cancellation);
        }

        return _now.IsSurvived;
    }

    private async Task RemoveAsync(CancellationToken cancellation)
    {
        if (_standIn is { } gone)
        {
            _standIn = null;
            await stage.Room.RemoveContainerAsync(gone.Id, cancellation);
            await watch.EndedAsync(gone.Id, null, cancellation);
        }

        await stage.Volumes.RemoveAsync(cancellation);
    }

    private void Fail(string problem) => _now = _now with { Problem = _now.Problem ?? problem };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
