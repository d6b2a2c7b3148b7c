using System.Diagnostics;
using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Trials;
using Ctrace.Core.Verification;
using Ctrace.Engines.Docker;
using Ctrace.Interop;

namespace Ctrace.Trials;

/// <summary>Runs a container under restrictions, and sees what they refuse.</summary>
/// <param name="words">The arguments of <c>docker run</c>, without restrictions.</param>
/// <param name="reference">How it was without restrictions.</param>
/// <param name="engineDefault">The filter that the engine gives the container by default.</param>
/// <param name="limit">How long the container may run; then it is stopped.</param>
/// <param name="check">What says whether it works; null: its exit code.</param>
/// <param name="logged">What the restrictions let happen and have logged.</param>
/// <param name="interrupted">Cancelled when no further run is to begin: the container is stopped, and what it did is not told.</param>
internal sealed class Trial(
    IReadOnlyList<string> words, Reference reference, SeccompFilter engineDefault, TimeSpan limit, ContainerCheck? check, LoggedCalls logged, CancellationToken interrupted)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it once, to its end.</summary>
    /// <param name="restrictions">Options of <c>docker run</c>.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="OperationCanceledException">It was interrupted; the container has ended.</exception>
    /// <exception cref="CtraceException">Unavailable: there is no container to look at, or the probe cannot be attached.</exception>
    public async Task<TrialResult> RunAsync(IReadOnlyList<string> restrictions, CancellationToken cancellation)
    {
        var client = DockerClient.FromEnvironment();
        string[] typed = [.. restrictions, .. words];
        var arguments = await RunArguments.ReadAsync(typed, await RunFlags.ReadAsync(client, cancellation), cancellation);
        using var watch = new DenialWatch(new DenialReader(reference, engineDefault, ContainerCapabilities.Of(arguments.CapAdd, arguments.CapDrop, privileged: false), logged), logged);

        int status;
        int? checkStatus = null;
        var stopped = false;
        var clock = Stopwatch.StartNew();
        using (var run = await DockerRun.StartAsync(client, typed, cancellation))
        {
            if (await run.GetContainerAsync(cancellation) is not { } container)
            {
                throw new CtraceException(FailureKind.Unavailable, $"the container was not made: docker ended with {await run.WaitAsync(cancellation)}",
                    "run it without ctrace first");
            }

            clock.Restart();
            watch.Expect(container.Value);
            var end = run.WaitAsync(cancellation);
            var checking = check?.RunAsync(container.Value, end, cancellation);
            Task? stop = null;
            var killed = false;
            while (!end.IsCompleted)
            {
                watch.Consume();
                if (!killed && watch.StartWasKilled)
                {
                    killed = true;
                    Kill(container.Value);
                }

                await Task.WhenAny(end, Task.Delay(Glance, cancellation));
                if (stop is null && !end.IsCompleted && (clock.Elapsed > limit || checking is { IsCompleted: true } || interrupted.IsCancellationRequested))
                {
                    (stop, stopped) = (StopAsync(container.Value, cancellation), true);
                }
            }

            status = await end;
            checkStatus = checking is null ? null : await checking;
            await (stop ?? Task.CompletedTask);
        }

        interrupted.ThrowIfCancellationRequested();
        return watch.Finish(status, checkStatus, clock.Elapsed) with
        {
            Stopped = stopped,
            Before = reference.ExitCodes,
        };
    }

    // A runtime that has lost a thread waits for it for ever, and the engine and its client for the runtime.
    private static void Kill(string container)
    {
        const int SIGKILL = 9;
        foreach (var thread in CgroupDirectory.OfContainer(CgroupLayout.Detect(), container)?.Threads() ?? [])
        {
            _ = Libc.kill(thread, SIGKILL);
        }
    }

    private static Task<string> StopAsync(string container, CancellationToken cancellation) =>
        DockerClient.FromEnvironment().AskAsync(["stop", "--time", "5", container], cancellation);
}
