using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// Lines of the section CALLS-REFUSED, <c>2026-11-30t01:20:03z web.json x86_64 chmod errno:EPERM - 3 program /bin/sh</c>: a hyphen in the
/// place of the profile where a filter refused it, and where no argument decides.
/// </summary>
internal static class RefusedLine
{
    /// <summary>What stands in front of the caller.</summary>
    public const string Expected = "a time, a profile or -, an architecture, a syscall, an answer, values or -, a count";

    /// <summary>What the answer is, for a message.</summary>
    public const string ExpectedAnswer = "an answer (errno:EPERM, kill_process, depends, ...)";

    /// <summary>Writes the lines of the section.</summary>
    public static IEnumerable<string> Write(RefusedCalls calls) => calls.Select(entry =>
    {
        var (call, seen) = (entry.Key, entry.Value);
        return RefusedCall.IsAnswer(call.Answer)
            ? $"{MomentText.Write(seen.First)} {TracefileText.EscapeField(call.Profile)} {call.Syscall.Architecture} {RefusalLine.Checked(call.Syscall.Name)} {call.Answer} {RefusalLine.Values(call.Arguments)} {CallerLine.Write(call.Caller, seen.Count)}"
            : throw new ArgumentException($"not an answer: {call.Answer}");
    });
}
