using Ctrace.Core;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>Shows syscalls as they happen.</summary>
internal sealed class CallView(CallViewOptions options, EventOutput output)
{
    /// <summary>Shows a target until it is gone or the user has enough.</summary>
    /// <returns>The command's exit code; 0 without a command.</returns>
    /// <exception cref="CtraceException">The probe cannot be attached, the command not be started, the output not be written.</exception>
    public int Run(Target target, Watched watched)
    {
        var program = WatchedRun.FindProgram(watched);
        CommandContainers? containers = null;
        var calls = new CallJoin(
            target.Kind is TargetKind.Container or TargetKind.System, options, number => containers?.Name(number) ?? $"container {number}", output.WriteLine);
        using var probe = StraceProbe.Attach(
            target, options.Filter, options.Lines, options.Totals, options.Format.StringLimit, (uint)options.BufferMebibytes << 20, options.Stacks);
        using var events = probe.OpenEvents(record => calls.Add(Read(record)));
        using var run = new WatchedRun(probe, watched, program);
        containers = run.Containers;
        EventWatch.Run(probe, events, output, run);
        calls.Finish();
        Finish(probe, calls);
        return run.ExitCode;
    }

    private static CallEvent Read(ReadOnlySpan<byte> record) => CallEvent.TryRead(record, out var read)
        ? read
        : throw new InvalidOperationException($"a record of {record.Length} bytes is no event of a call");

    private void Finish(StraceProbe probe, CallJoin calls)
    {
        if (options.Totals)
        {
            var totals = probe.Totals();
            foreach (var line in options.Json ? totals.Select(CallJson.Line) : CallTable.Lines(totals))
            {
                output.WriteLine(line);
            }
        }

        var (made, lost) = probe.Events;
        if (EventWatch.Lost(made, lost) is { } text)
        {
            if (options.Json)
            {
                output.WriteLine(CallJson.Lost(made, lost, calls.Halves));
            }

            Console.Error.WriteLine(text);
            Console.Error.WriteLine($"ctrace: a call is two events, entry and exit: of {calls.Halves} calls only the exit arrived, and they are not shown");
        }

        output.Flush();
    }
}
