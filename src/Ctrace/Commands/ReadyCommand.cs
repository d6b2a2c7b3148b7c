using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Lives;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace ready TRACEFILE...</c>: whether recordings have seen enough of a life for their profile to be enforced.</summary>
internal static class ReadyCommand
{
    private const int Most = 1_000_000_000;

    public static Command Create()
    {
        var standard = ReadyThresholds.Standard;
        var tracefiles = TracefileArguments.Create();
        var starts = WholeNumber.Option("--starts", "Starts that were recorded from their beginning", standard.Starts, 0, Most);
        var onData = WholeNumber.Option("--starts-on-data", "Starts of these on volumes that held data, if the container has volumes", standard.OnData, 0, Most);
        var seconds = WholeNumber.Option("--seconds", "Seconds recorded, in all starts", standard.Seconds, 0, Most);
        var stops = WholeNumber.Option("--stops", "Ends after SIGTERM, SIGINT or the image's own stop signal, without being killed", standard.Stops, 0, Most);
        var quietStarts = WholeNumber.Option("--quiet-starts", "Starts since the last new system call or capability", standard.QuietStarts, 0, Most);
        var quietSeconds = WholeNumber.Option("--quiet-seconds", "Seconds recorded since the last new system call or capability", standard.QuietSeconds, 0, Most);
        var json = CommandOutput.Json();
        var command = new Command(
            "ready",
            """
            Say whether tracefiles have seen enough to enforce their profile.

            Each option is a threshold; 0 asks for nothing. The exit code is 0 if the tracefiles meet all thresholds, and 1 if
            not; then the reasons are printed. Several tracefiles, and all in a directory, count as one. What the container may
            need later is printed too, but does not make a recording unready.

            Examples:
              ctrace ready web.trace
              ctrace ready --starts 3 --seconds 3600 --quiet-seconds 1800 data/web
              ctrace ready --json web.trace
            """)
        {
            tracefiles,
            starts,
            onData,
            seconds,
            stops,
            quietStarts,
            quietSeconds,
            json,
        };
        command.SetAction(result =>
        {
            var trace = TracefileArguments.Merge(TracefileArguments.ReadAll(result, result.GetValue(tracefiles)!));
            var readiness = Readiness.Of(trace, new ReadyThresholds(result.GetValue(starts), result.GetValue(onData), result.GetValue(seconds),
                result.GetValue(stops), result.GetValue(quietStarts), result.GetValue(quietSeconds)));
            result.Print(result.GetValue(json) ? LifeJson.Write(readiness) : ReadinessText.Write(readiness));
            return readiness.IsReady ? 0 : (int)FailureKind.Found;
        });
        return command;
    }
}
