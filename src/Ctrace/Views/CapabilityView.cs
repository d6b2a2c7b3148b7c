using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>Shows capability checks as they happen.</summary>
internal sealed class CapabilityView(CapabilityViewOptions options, EventOutput output)
{
    private readonly CapabilitySummary _summary = new();

    /// <summary>Shows a target until it is gone or the user has enough.</summary>
    /// <returns>The command's exit code; 0 without a command.</returns>
    /// <exception cref="CtraceException">The probe cannot be attached, the command not be started, the output not be written.</exception>
    public int Run(Target target, Watched watched)
    {
        var program = WatchedRun.FindProgram(watched);
        using var probe = CapabilitiesProbe.Attach(target, options.Unaudited, executed: false, (uint)options.BufferMebibytes << 20);
        using var events = probe.OpenEvents(Show);
        if (output.IsTerminal && !options.SummaryOnly && !options.Json)
        {
            output.WriteLine(CapabilityColumn.Header(options.Columns));
            output.Flush();
        }

        using var run = new WatchedRun(probe, watched, program);
        EventWatch.Run(probe, events, output, run);
        Finish(probe.Events);
        return run.ExitCode;
    }

    private void Show(ReadOnlySpan<byte> record)
    {
        if (!CapabilityEvent.TryRead(record, out var check))
        {
            throw new InvalidOperationException($"a record of {record.Length} bytes is no capability event");
        }

        if (options.SummaryOnly)
        {
            _summary.Add(check);
        }
        else
        {
            output.WriteLine(options.Json ? CapabilityJson.Line(check)
                : output.IsTerminal ? CapabilityColumn.AlignedLine(options.Columns, check)
                : CapabilityColumn.Line(options.Columns, check));
        }
    }

    private void Finish((ulong Made, ulong Lost) events)
    {
        if (options.SummaryOnly)
        {
            var rows = _summary.Rows();
            foreach (var line in options.Json ? rows.Select(CapabilityJson.Line) : CapabilitySummary.Lines(rows))
            {
                output.WriteLine(line);
            }
        }

        if (EventWatch.Lost(events.Made, events.Lost) is { } lost)
        {
            if (options.Json)
            {
                output.WriteLine(CapabilityJson.Lost(events.Made, events.Lost));
            }

            Console.Error.WriteLine(lost);
        }

        output.Flush();
    }
}
