using Ctrace.Interop;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>Reads a view's events until whom it shows is gone, the user has enough, or nobody reads any more.</summary>
internal static class EventWatch
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs the view to its end. On return all that was made has been read, or is counted as lost.</summary>
    /// <param name="probe">The view.</param>
    /// <param name="events">Its ring.</param>
    /// <param name="output">Where the events go; written out whenever there is nothing more to read.</param>
    /// <param name="run">Whom it shows, and how long.</param>
    public static void Run(ViewProbe probe, RingBuffer events, EventOutput output, WatchedRun run)
    {
        while (true)
        {
            var done = run.HasEnded || (output.IsClosed && !run.HasCommand);
            run.Containers?.Look();
            if (done && output.IsTerminal && IsInterrupted(run))
            {
                output.WriteLine(""); // the terminal has shown ^C on this line
            }

            // Only a ring that fills up wakes its reader (bpf/lib/ring.h).
            events.Poll(done ? TimeSpan.Zero : Glance);
            events.Consume();
            output.Flush();
            if (done)
            {
                break;
            }
        }

        probe.Detach();
        events.Consume();
        output.Flush();
        foreach (var note in run.Containers?.Finish() ?? [])
        {
            Console.Error.WriteLine($"ctrace: {note}");
        }
    }

    private static bool IsInterrupted(WatchedRun run)
    {
        const int interrupt = 2; // signal(7)
        return StopSignals.Received == interrupt || (run is { HasCommand: true, HasEnded: true } && run.ExitCode == 128 + interrupt);
    }

    /// <summary>The line that says what was lost; null when nothing was.</summary>
    public static string? Lost(ulong made, ulong lost) => lost == 0
        ? null
        : $"ctrace: {lost} of {made} events lost, {made - lost} shown: they came faster than they could be written (--buffer makes room for more)";
}
