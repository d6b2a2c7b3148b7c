using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>
/// What a trace has and the last profile does not allow, the most dangerous first. What leads out of a container, or beyond the engine's
/// default, waits until somebody accepts it by name: what an attacker did while he was watched must not become the next profile.
/// </summary>
internal sealed class ProfileGrowth
{
    private const string Clone3 = "clone3";

    private readonly Trace _trace;
    private readonly ILookup<string, CallArguments> _further;

    private ProfileGrowth(Trace trace, IReadOnlyList<AddedName> uses, ILookup<string, CallArguments> further) => (_trace, Uses, _further) = (trace, uses, further);

    /// <summary>What is new, the most dangerous first, then by name.</summary>
    public IReadOnlyList<AddedName> Uses { get; }

    /// <summary>Works it out.</summary>
    /// <param name="trace">The trace, grown.</param>
    /// <param name="last">The filters of the last profile, the newest first.</param>
    /// <param name="capabilities">What the last restriction gave, without <c>cap_</c>; null when that is not known: then all that are dangerous or beyond the default count as new.</param>
    public static ProfileGrowth Of(Trace trace, IReadOnlyList<SeccompFilter> last, IReadOnlySet<string>? capabilities)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var conditions = DefaultConditions.Of(trace);
        var usual = DefaultConditions.Usual(trace.Architecture);
        var refused = TraceReplay.Of(trace, last, acceptsConditions: true).Calls
            .Where(call => call.Call.IsKnown && !call.IsAllowed && !(call.Depends && !Widens(call.Call.Name, usual)) && !(call.Call.Name == Clone3 && conditions.ReplacesClone3)).ToList();
        // What the last profile allows with other arguments stays as it was without these.
        var further = refused.Where(call => call.Verdict is { CanRun: true }).SelectMany(call => call.Given.Where(given => !given.Verdict.AlwaysRuns)
            .Select(given => new CallArguments(call.Call, [.. given.Known.Select(argument => argument.Value)]))).ToLookup(given => given.Syscall.Name, StringComparer.Ordinal);
        var calls = refused
            .GroupBy(call => call.Call.Name, StringComparer.Ordinal)
            .Select(group => new AddedName(group.Key, false, Danger.Syscalls.FirstOrDefault(danger => danger.Name == group.Key),
                usual.Access(group.Key) == CallAccess.Refused || conditions.Wider.Any(given => given.Syscall.Name == group.Key),
                [.. group.SelectMany(call => trace.SyscallCallers[call.Call]).OrderBy(use => use.First).Select(use => use.Caller).Distinct()]));
        var rights = trace.NeededCapabilities.Where(name => Capability.Number(name) is not null)
            .Select(name => new AddedName(name, true, Danger.Capabilities.FirstOrDefault(danger => danger.Name == name), !ContainerCapabilities.Default.Contains(name),
                [.. trace.CapabilityCallers[name].Select(use => use.Caller).Distinct()]))
            .Where(use => capabilities is null ? use.Waits : !capabilities.Contains(use.Name));
        calls = calls.Concat(WasRefused(trace).Where(entry => !refused.Any(call => call.Call.Name == entry.Key.Syscall.Name))
            .GroupBy(entry => entry.Key.Syscall.Name, StringComparer.Ordinal)
            .Select(group => new AddedName(group.Key, false, Danger.Syscalls.FirstOrDefault(danger => danger.Name == group.Key), usual.Access(group.Key) == CallAccess.Refused,
                [.. group.OrderBy(entry => entry.Value.First).Select(entry => entry.Key.Caller).Distinct()])
            {
                Refused = group.Aggregate(0UL, (sum, entry) => sum + entry.Value.Count),
            }));
        return new ProfileGrowth(trace, [.. calls.Concat(rights).OrderBy(use => use.Risk).ThenBy(use => use.IsCapability).ThenBy(use => use.Name, StringComparer.Ordinal)], further);
    }

    /// <summary>What waits, and was not accepted.</summary>
    /// <param name="accepted">Names of calls, and of capabilities with or without <c>cap_</c>, in any case.</param>
    public IReadOnlyList<AddedName> LeftOut(IEnumerable<string> accepted)
    {
        var names = accepted.ToList();
        return [.. Uses.Where(use => use.Waits && !names.Any(use.IsCalled))];
    }

    /// <summary>What filters refused of what was accepted: the recording has not seen it happen.</summary>
    /// <param name="accepted">As for <see cref="LeftOut"/>.</param>
    public IEnumerable<KeyValuePair<RefusedCall, Sighting>> Refused(IEnumerable<string> accepted)
    {
        var names = accepted.ToList();
        return WasRefused(_trace).Where(entry => Uses.Any(use => !use.IsCapability && use.Name == entry.Key.Syscall.Name && names.Any(use.IsCalled)));
    }

    /// <summary>Whether a call that the last profile allows with some arguments alone, and whose arguments nobody recorded, would be allowed with any: all but those that keep the default's conditions.</summary>
    private static bool Widens(string name, ResolvedProfile usual) =>
        !DefaultConditions.Calls.Contains(name) && (Danger.Syscalls.Any(danger => danger.Name == name) || usual.Access(name) == CallAccess.Refused);

    private static IEnumerable<KeyValuePair<RefusedCall, Sighting>> WasRefused(Trace trace) =>
        trace.Refused.Where(entry => entry.Key is { IsForeseen: false, IsDisguised: false, Syscall.IsKnown: true });

    /// <summary>The trace without what is left out.</summary>
    /// <param name="left">As <see cref="LeftOut"/> gives it.</param>
    public Trace Without(IReadOnlyCollection<AddedName> left)
    {
        ArgumentNullException.ThrowIfNull(left);
        var names = left.Where(use => !use.IsCapability).Select(use => use.Name).ToHashSet(StringComparer.Ordinal);
        var trace = _trace.WithoutCalls(call => names.Contains(call.Name) && !_further.Contains(call.Name));
        var given = names.SelectMany(name => _further[name]).ToHashSet();
        var kept = RecordedArguments.Create(trace.Arguments.Seen.Where(entry => !given.Contains(entry.Key)), trace.Arguments.Any.Where(call => !names.Contains(call.Name)));
        // A call of which nothing that it was given is kept would be allowed with any arguments.
        trace = (trace with { Arguments = kept }).WithoutCalls(call => names.Contains(call.Name) && !kept.Seen.Keys.Any(one => one.Syscall == call));
        return left.Where(use => use.IsCapability).Aggregate(trace, (rest, use) => rest.WithoutCapability(use.Name));
    }
}
