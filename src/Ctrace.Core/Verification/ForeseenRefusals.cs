using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>What filters would have refused of what a trace has.</summary>
internal static class ForeseenRefusals
{
    /// <summary>Each call that would have been refused, or may have been, once; one that depends on what it was given once for each combination.</summary>
    /// <param name="trace">What was seen.</param>
    /// <param name="filters">The newest first.</param>
    /// <param name="profile">What the filters are called.</param>
    public static IEnumerable<(RefusedCall Call, ulong Count)> Of(Trace trace, IReadOnlyList<SeccompFilter> filters, string profile)
    {
        ArgumentNullException.ThrowIfNull(trace);
        foreach (var replayed in TraceReplay.Of(trace, filters, acceptsConditions: false).Calls.Where(call => !call.IsAllowed && call.Verdict is not null))
        {
            var caller = trace.SyscallCallers[replayed.Call].Select(use => use.Caller).DefaultIfEmpty(Caller.Others).First();
            var given = replayed.Given.Where(one => !one.Verdict.AlwaysRuns).ToList();
            if (given.Count == 0)
            {
                yield return (new RefusedCall(profile, replayed.Call, Answer(replayed.Verdict!), null, caller), replayed.Count);
            }

            foreach (var one in given)
            {
                var arguments = new CallArguments(replayed.Call, [.. one.Known.Select(argument => argument.Value)]);
                yield return (new RefusedCall(profile, replayed.Call, Answer(one.Verdict), arguments, caller), trace.Arguments.Seen[arguments]);
            }
        }
    }

    private static string Answer(FilterVerdict verdict) => verdict switch
    {
        { Always: { } answer } => Word(answer),
        { IsComplete: true, CanRun: false } => Word(verdict.Outcomes[0].Return),
        _ => RefusedCall.Depends,
    };

    // In a tracefile a colon stands in front of an error's name only.
    private static string Word(FilterReturn? answer) => answer is not { } known ? RefusedCall.Depends
        : known.Action == SeccompAction.Errno ? known.ToString() : known.ToString().Replace(':', '_');
}
