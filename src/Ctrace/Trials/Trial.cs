using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Core.Verification;
using Ctrace.Engines.Docker;
using Ctrace.Probes;

namespace Ctrace.Trials;

/// <summary>Runs a container under restrictions, and sees what they refuse.</summary>
/// <param name="words">The arguments of <c>docker run</c>, without restrictions.</param>
/// <param name="granted">The capabilities that the container has with those.</param>
/// <param name="limit">How long the container may run; then it is stopped.</param>
/// <param name="check">A shell's command that is run beside the container and says by its exit code whether it works; then the container is stopped.</param>
/// <param name="logged">What the restrictions let happen and have logged.</param>
internal sealed class Trial(IReadOnlyList<string> words, IReadOnlySet<string> granted, TimeSpan limit, string? check, LoggedCalls logged)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20), StartTakes = TimeSpan.FromSeconds(60);

    // More is made by nothing but a program that calls what it may not as fast as it can.
    private const uint CapabilityBuffer = 1 << 20;

    /// <summary>Runs it once, to its end.</summary>
    /// <param name="restrictions">Options of <c>docker run</c>.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CtraceException">Unavailable: there is no container to look at, or the probe cannot be attached.</exception>
    public async Task<Core.Trials.TrialResult> RunAsync(IReadOnlyList<string> restrictions, CancellationToken cancellation)
    {
        var reader = new DenialReader(granted, logged);
        var target = new Target(TargetKind.Container);
        using var calls = CallProbe.AttachToDenials(target, logged.Names);
        using var capabilities = CapabilityChecks.Attach(target, unaudited: false, CapabilityBuffer);
        using var callEvents = calls.View.OpenEvents(record => reader.Add(CallEvent.TryRead(record, out var read) ? read : throw Unread(record.Length)));
        using var capabilityEvents = capabilities.OpenEvents(record => reader.Add(CapabilityEvent.TryRead(record, out var read) ? read : throw Unread(record.Length)));

        int status;
        int? checkStatus = null;
        var clock = Stopwatch.StartNew();
        using (var run = await DockerRun.StartAsync(DockerClient.FromEnvironment(), [.. restrictions, .. words], cancellation))
        {
            if (await run.GetContainerAsync(cancellation) is not { } container)
            {
                throw new CtraceException(FailureKind.Unavailable, $"the container was not made: docker ended with {await run.WaitAsync(cancellation)}",
                    "run it without ctrace first");
            }

            reader.Start = KernelTime.Now;
            clock.Restart();
            calls.View.Expect(container.Value);
            capabilities.Expect(container.Value);
            var end = run.WaitAsync(cancellation);
            var checking = check is null ? null : CheckAsync(container.Value, end, cancellation);
            Task? stop = null;
            while (!end.IsCompleted)
            {
                callEvents.Consume();
                capabilityEvents.Consume();
                await Task.WhenAny(end, Task.Delay(Glance, cancellation));
                stop ??= clock.Elapsed > limit ? StopAsync(container.Value, cancellation) : null;
            }

            status = await end;
            checkStatus = checking is null ? null : await checking;
            await (stop ?? Task.CompletedTask);
        }

        calls.View.Detach();
        capabilities.Detach();
        callEvents.Consume();
        capabilityEvents.Consume();
        return reader.Finish(status, checkStatus, clock.Elapsed, calls.View.Events.Lost + capabilities.Events.Lost);
    }

    private static async Task<bool> IsRunningAsync(DockerEngine engine, string container, CancellationToken cancellation)
    {
        try
        {
            return (await engine.InspectAsync(container, cancellation)).State.Running;
        }
        catch (CtraceException gone) when (gone.Kind == FailureKind.NoInput)
        {
            return false; // --rm was faster; its client is about to end
        }
    }

    private static InvalidOperationException Unread(int length) => new($"a record of {length} bytes is no event");

    // The container's own end is no reason not to check: a container that does its work and ends may be checked by what it left.
    private async Task<int> CheckAsync(string container, Task<int> end, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var patience = Stopwatch.StartNew();
        while (!end.IsCompleted && patience.Elapsed < StartTakes && !await IsRunningAsync(engine, container, cancellation))
        {
            await Task.Delay(Glance, cancellation);
        }

        // Its output would stand between the container's.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", check!])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            Environment = { ["CTRACE_CONTAINER"] = container },
        })!;
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        if (!end.IsCompleted)
        {
            await StopAsync(container, cancellation);
        }

        return process.ExitCode;
    }

    private static Task<string> StopAsync(string container, CancellationToken cancellation) =>
        DockerClient.FromEnvironment().AskAsync(["stop", "--time", "5", container], cancellation);
}
