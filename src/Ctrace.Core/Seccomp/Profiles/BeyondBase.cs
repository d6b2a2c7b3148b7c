using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What a trace has and a profile refuses.</summary>
internal static class BeyondBase
{
    /// <summary>The calls, with who made them; of one that depends on its arguments what was seen and is refused.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="basis">The profile.</param>
    public static IReadOnlyList<string> Of(Trace trace, ResolvedProfile basis)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(basis);
        var replacesClone3 = DefaultConditions.Of(trace).ReplacesClone3;
        return
        [
            .. from call in trace.Syscalls.Keys
               where call.IsKnown && !(call.Name == "clone3" && replacesClone3) // its callers go on with clone
               let who = CallersText.By(trace.SyscallCallers[call])
               from refused in !basis.Architectures.Contains(call.Architecture) || basis.Access(call.Name) == CallAccess.Refused
                   ? [call.Architecture == trace.Architecture ? call.Name : $"{call.Name} of {call.Architecture}"]
                   : trace.Arguments.Seen.Keys.Where(given => given.Syscall == call && !IsAllowed(basis, given)).Select(ArgumentText.Of).Distinct(StringComparer.Ordinal)
               select refused + who,
        ];
    }

    /// <summary>Whether it may be allowed; what a profile looks at and a trace does not have counts as such.</summary>
    private static bool IsAllowed(ResolvedProfile basis, CallArguments given)
    {
        var ruling = basis.Judge(given.Syscall.Name);
        var recorded = DecidingArgument.Of(given.Syscall.Name);
        if (ruling.Rules.IsEmpty || recorded.Length != given.Values.Length)
        {
            return true;
        }

        var values = recorded.Zip(given.Values).ToDictionary(each => each.First.Index, each => each.Second);
        return ruling.Verdict == CallVerdict.ForbiddenUnless
            ? ruling.Rules.Any(rule => rule.All(condition => !values.TryGetValue(condition.Argument, out var value) || condition.Holds(value)))
            : !ruling.Rules.Any(rule => rule.All(condition => values.TryGetValue(condition.Argument, out var value) && condition.Holds(value)));
    }
}
