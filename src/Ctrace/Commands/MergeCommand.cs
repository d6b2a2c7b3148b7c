using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace merge -o FILE TRACEFILE...</c>: one tracefile of several.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var tracefiles = TracefileArguments.Create();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The tracefile to write (- for standard output); it may be one of the tracefiles that are read",
            HelpName = "FILE",
            Required = true,
        };
        var since = new Option<string?>("--last-seen-since")
        {
            Description = "Leave out and name what was last seen before this date (2026-11-30 or 2026-11-30T12:00:00Z; UTC)",
            HelpName = "DATE",
        };
        var command = new Command(
            "merge",
            """
            Make one tracefile of several: of replicas, of test runs, of machines.

            The result holds everything that any of the tracefiles holds. Counts are added up. The order does not matter.
            'ctrace trace' notes when each call was last made, so --last-seen-since can leave out what only an older
            version of a program did. What has no such time stays.

            Examples:
              ctrace merge -o web.trace monday.trace tuesday.trace
              ctrace merge -o - data/web | less
              ctrace merge --last-seen-since 2026-11-01 -o recent.trace data/web
            """)
        {
            tracefiles,
            output,
            since,
        };
        command.SetAction(result =>
        {
            var from = result.GetValue(since) is { } date ? Date(date) : (long?)null;
            var whole = TracefileArguments.Merge(TracefileArguments.ReadAll(result, result.GetValue(tracefiles)!));
            whole = from is { } moment ? Forget(result, whole, moment) : whole;
            TracefileOutput.Write(result.GetValue(output)!, whole);
        });
        return command;
    }

    private static long Date(string text) => MomentText.TryRead(text.Length == "2026-11-30".Length ? $"{text}T00:00:00Z" : text, out var seconds) ? seconds
        : throw new CtraceException(FailureKind.Usage, $"--last-seen-since takes a date, not '{Printable.Escape(text)}'", "2026-11-30, or 2026-11-30T12:00:00Z");

    private static Trace Forget(ParseResult result, Trace whole, long since)
    {
        // What a start needs is seen at a start alone.
        if (whole.SyscallsLast.Where(entry => entry.Key.Name is "execve" or "execveat").Select(entry => entry.Value).DefaultIfEmpty(long.MaxValue).Max() < since)
        {
            throw new CtraceException(FailureKind.Data, $"no program has been started since {MomentText.Show(since)}: what a start needs would be left out", "take an earlier date, or start the container again while it is traced");
        }

        var forgetting = Forgetting.Of(whole, since);
        foreach (var (name, last) in forgetting.Left)
        {
            result.Tell($"left out: {name}, last seen {MomentText.Show(last)}");
        }

        result.Note($"{forgetting.Left.Count} left out{(forgetting.Unknown > 0 ? $", {forgetting.Unknown} stay of which nobody noted when they were seen last" : "")}");
        return forgetting.Kept.Syscalls.Count > 0 || whole.Syscalls.Count == 0 ? forgetting.Kept
            : throw new CtraceException(FailureKind.Data, "nothing is left that was seen since then", "take an earlier date");
    }
}
