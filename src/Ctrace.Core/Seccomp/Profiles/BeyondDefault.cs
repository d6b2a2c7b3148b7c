using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Where the profile of a trace differs from Docker's default in a way that whoever applies it has to know, one line a matter.</summary>
internal static class BeyondDefault
{
    // More than any kernel has beyond a default; a tracefile of a stranger's can hold any number of names.
    private const int MostNamed = 500;

    /// <summary>The lines; none where the profile allows nothing that the default refuses, and knows what it has to.</summary>
    public static IEnumerable<string> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var conditions = DefaultConditions.Of(trace);
        var usual = DefaultConditions.Usual(trace.Architecture);
        var calls = trace.Syscalls.Keys.Where(call => call.IsKnown).GroupBy(call => call.Name, StringComparer.Ordinal).OrderBy(call => call.Key, StringComparer.Ordinal);
        var more = calls.SelectMany(call => Reasons(call.Key, conditions, usual).Select(reason => $"{reason}{CallersText.By(call.SelectMany(name => trace.SyscallCallers[name]))}")).ToList();
        if (more.Count > 0)
        {
            yield return $"allowed beyond Docker's default, since it was recorded: {string.Join(", ", more.Take(MostNamed))}{(more.Count > MostNamed ? $" and {more.Count - MostNamed} more" : "")}";
        }

        foreach (var line in Capabilities(trace))
        {
            yield return line;
        }

        if (!conditions.Unknown.IsEmpty)
        {
            yield return $"what these calls were given is not known, or not all of it, so that Docker's default conditions stay on them: {string.Join(", ", conditions.Unknown)}";
        }

        if (conditions.ReplacesClone3)
        {
            yield return "clone3 is answered ENOSYS, as Docker's default does, so that callers go on with clone, whose flags a filter sees";
        }
    }

    /// <summary>The capabilities that are given, and which Docker does not give: a base to stay within is a profile, and says nothing of them.</summary>
    public static IEnumerable<string> Capabilities(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.NeededCapabilities.Where(name => Capability.Number(name) is not null && !ContainerCapabilities.Default.Contains(name)).ToList() is { Count: > 0 } capabilities
            ? [$"given beyond Docker's default, since it was used or had to be held: {string.Join(", ", capabilities.Select(name => $"CAP_{name.ToUpperInvariant()}{CallersText.By(trace.CapabilityCallers[name])}"))}"]
            : [];
    }

    private static List<string> Reasons(string call, DefaultConditions conditions, ResolvedProfile usual)
    {
        var wider = conditions.Wider.Where(given => given.Syscall.Name == call).Select(ArgumentText.Of).Distinct(StringComparer.Ordinal).ToList();
        return wider.Count > 0 ? wider
            : usual.Access(call) == CallAccess.Refused && !(usual.RulesFor(call).Any(rule => rule.Return.DisguisesCall) && conditions.ReplacesClone3) ? [call]
            : [];
    }
}
