using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Engines.Docker;

namespace Ctrace.Trials;

/// <summary>A shell's command that is run beside a container, again and again, until it says by its exit code that the container works.</summary>
/// <param name="command">For <c>sh -c</c>; it finds the container's id in CTRACE_CONTAINER.</param>
/// <param name="limit">How long it is tried, once the container runs.</param>
internal sealed class ContainerCheck(string command, TimeSpan limit)
{
    /// <summary>What a check counts as that is still at work when the time is over, as of timeout(1).</summary>
    public const int TimedOut = 124;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20), Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Checks. The container's own end is no reason not to: one that does its work and ends may be checked by what it left, once.
    /// </summary>
    /// <param name="container">Its id.</param>
    /// <param name="end">Completes when the container has ended.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The exit code of the last try.</returns>
    public async Task<int> RunAsync(string container, Task end, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        while (!end.IsCompleted && !await IsRunningAsync(engine, container, cancellation))
        {
            await Task.Delay(Glance, cancellation);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        while (true)
        {
            var isLast = end.IsCompleted;
            var status = await TryAsync(container, patience.Token);
            cancellation.ThrowIfCancellationRequested();
            if (status == 0 || isLast || patience.IsCancellationRequested)
            {
                return status;
            }

            await Task.WhenAny(end, Task.Delay(Pause, cancellation));
            if (patience.IsCancellationRequested && !end.IsCompleted)
            {
                return status; // one more would be killed before it says anything
            }
        }
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

    private async Task<int> TryAsync(string container, CancellationToken patience)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            Environment = { ["CTRACE_CONTAINER"] = container },
        })!;
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(patience);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            return TimedOut;
        }
    }
}
