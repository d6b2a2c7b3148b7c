using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Makes the profile that allows what a trace has and nothing else, and under which its container starts.</summary>
public static class ProfileBuilder
{
    private const string Clone = "clone", Clone3 = "clone3";
    private const int MostImages = 8;

    /// <summary>Makes the profile: the calls that were recorded, and those that any container needs to start.</summary>
    /// <remarks>
    /// <c>syscall_N</c>, a number without a name, cannot be in it: a profile has no way to name it.
    /// A call that was seen only as refused is not in it either.
    /// </remarks>
    /// <param name="trace">What was recorded.</param>
    /// <exception cref="CtraceException">Data: the trace has no syscall, so that the profile would stop any container.</exception>
    public static SeccompProfile Build(Trace trace) => Build(trace, ArgumentRules.None, Kin.None);

    /// <summary>Makes the profile, with conditions on arguments, and with what follows from the trace.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="arguments">The conditions: <see cref="ArgumentRules.WhereContainersStart"/>.</param>
    /// <param name="kin">What follows: <see cref="Kin.Of"/>, or <see cref="Kin.None"/>.</param>
    /// <inheritdoc cref="Build(Trace)" path="/exception" />
    internal static SeccompProfile Build(Trace trace, ArgumentRules arguments, Kin kin)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(kin);
        if (trace.Syscalls.Count == 0)
        {
            throw new CtraceException(FailureKind.Data, "the trace has no syscall: a profile of it would stop any container", "record the container again");
        }

        var architectures = Architectures(trace);
        var conditions = DefaultConditions.Of(trace);
        var allowed = Allowed(trace, conditions);
        var further = kin.Beside(allowed, arguments.Names);
        return Disguise(further.AddTo(Signed(Allow(DenyAll(architectures), allowed, arguments, conditions), trace)), Missing(trace, architectures).Where(name => !allowed.Contains(name)));
    }

    /// <summary>Adds to a profile what a trace has and it refuses, and what the trace's container needs to start.</summary>
    /// <remarks>
    /// A call that the profile allows for some arguments is allowed with those that were seen, too, where the trace has them. One that it
    /// denies to exist stays so: who calls clone3 goes on with clone, whose arguments a filter can look at. Not so where clone3 was seen to
    /// do what clone could not.
    /// </remarks>
    /// <param name="profile">The profile.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="kernel">The kernel's version that conditions of the profile are decided for.</param>
    /// <param name="arguments">Conditions for what is added: <see cref="ArgumentRules.WhereContainersStart"/>.</param>
    /// <param name="kin">What follows from the trace: added where no rule of the profile is about it.</param>
    internal static SeccompProfile Extend(SeccompProfile profile, Trace trace, Version kernel, ArgumentRules arguments, Kin kin)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(kin);
        var architectures = Architectures(trace).Select(architecture => architecture.Seccomp);
        var extended = ProfileChange.WithArchitectures(profile, trace.Architecture.Seccomp, architectures);
        var capabilities = trace.NeededCapabilities.ToHashSet(StringComparer.Ordinal);
        var resolved = ResolvedProfile.Of(extended, new Circumstances(trace.Architecture, kernel, capabilities));
        var conditions = DefaultConditions.Of(trace);
        var added = Allowed(trace, conditions).Where(name => resolved.Judge(name).Verdict == CallVerdict.Forbidden
            || (name == Clone3 && resolved.Access(name) == CallAccess.Refused)).ToHashSet(StringComparer.Ordinal);
        var ruled = extended.Default.MayRun ? [.. kin.Names] : extended.Rules.SelectMany(rule => rule.Names).Concat(added).ToHashSet(StringComparer.Ordinal);
        return Widen(kin.Except(ruled).AddTo(Allow(extended, added, arguments.Only(added), conditions.Only(added))), trace, resolved);
    }

    /// <summary>A profile that allows what a trace has and <see cref="AlwaysAllowed"/>, and refuses all else, even what a container needs to start.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="arguments">Conditions: <see cref="ArgumentRules.Exactly"/>.</param>
    internal static SeccompProfile Exactly(Trace trace, ArgumentRules arguments)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(arguments);
        var architectures = Architectures(trace);
        var conditions = DefaultConditions.Of(trace);
        var profile = Allow(DenyAll(architectures), Seen(trace, conditions).Union(AlwaysAllowed.Of(architectures)), arguments, conditions);
        return conditions.ReplacesClone3 ? Disguise(profile, [Clone3]) : profile;
    }

    /// <summary>The calls that a restriction to a trace allows, without what a container's runtime needs.</summary>
    internal static IEnumerable<string> Calls(Trace trace) => Seen(trace, DefaultConditions.Of(trace)).Union(AlwaysAllowed.Of(Architectures(trace)));

    /// <summary>What the profile of a trace allows with <see cref="Kin.None"/>.</summary>
    internal static IReadOnlySet<string> AllowedWithoutKin(Trace trace) => Allowed(trace, DefaultConditions.Of(trace));

    /// <summary>A profile that allows nothing.</summary>
    /// <param name="architectures">The interfaces that it filters, native first.</param>
    public static SeccompProfile DenyAll(IEnumerable<Architecture> architectures) => new(SeccompAction.Errno, new SeccompErrno(Errno.EPERM), [])
    {
        Architectures = [.. architectures.Select(architecture => architecture.Seccomp)],
    };

    private static ImmutableArray<Architecture> Architectures(Trace trace) =>
        [.. trace.Architecture.Family.Where(architecture => architecture == trace.Architecture || trace.Syscalls.Keys.Any(syscall => syscall.Architecture == architecture))];

    /// <summary>Allows calls: with recorded arguments, or under the default's conditions, or whatever their arguments.</summary>
    private static SeccompProfile Allow(SeccompProfile profile, IEnumerable<string> names, ArgumentRules arguments, DefaultConditions conditions)
    {
        // Who calls clone3 goes on with clone, and gives it what clone alone was not seen to be given.
        arguments = conditions.ReplacesClone3 ? arguments.Except(Clone) : arguments;
        conditions = conditions.Only(conditions.Names.Except(arguments.Names));
        profile = ProfileChange.Allow(profile, names.Where(name => !arguments.Names.Contains(name) && !conditions.Names.Contains(name)));
        return conditions.AddTo(arguments.AddTo(profile));
    }

    /// <summary>Adds what was seen where a profile allows a call with other arguments only.</summary>
    private static SeccompProfile Widen(SeccompProfile profile, Trace trace, ResolvedProfile before) => profile with
    {
        Rules = profile.Rules.AddRange(trace.Arguments.Seen.Keys
            .Where(given => given.Syscall.IsKnown && trace.Syscalls.Contains(given.Syscall))
            .Select(given => (given.Syscall.Name, Condition: SeenArguments.Beyond(before.Judge(given.Syscall.Name), given)))
            .Where(each => !each.Condition.IsEmpty)
            .DistinctBy(each => $"{each.Name} {string.Join(' ', each.Condition)}")
            .Select(each => new SeccompRule([each.Name], SeccompAction.Allow) { Arguments = each.Condition })),
    };

    /// <summary>Says in the first rule which images were recorded.</summary>
    private static SeccompProfile Signed(SeccompProfile profile, Trace trace) =>
        string.Join(", ", RecordedImages.WithDigests(trace).Take(MostImages)) is { Length: > 0 } images && !profile.Rules.IsEmpty
            ? profile with { Rules = profile.Rules.SetItem(0, profile.Rules[0] with { Comment = ProfileImages.Comment(images) }) }
            : profile;

    private static SeccompProfile Disguise(SeccompProfile profile, IEnumerable<string> names) =>
        ProfileChange.Deny(profile, names, new FilterReturn(SeccompAction.Errno, Errno.ENOSYS));

    private static HashSet<string> Allowed(Trace trace, DefaultConditions conditions) =>
        [.. Seen(trace, conditions), .. RuntimeBaseline.Of(trace), .. AlwaysAllowed.Of(Architectures(trace))];

    private static IEnumerable<string> Seen(Trace trace, DefaultConditions conditions)
    {
        var names = trace.Syscalls.Keys.Where(syscall => syscall.IsKnown).Select(syscall => syscall.Name);
        return conditions.ReplacesClone3 ? names.Where(name => name != Clone3).Append(Clone) : names;
    }

    /// <summary>
    /// What shall look as if the kernel did not have it: calls with a fallback, and those for which the filter that the
    /// container was recorded under answered so, since the container worked with that.
    /// </summary>
    private static IEnumerable<string> Missing(Trace trace, ImmutableArray<Architecture> architectures) =>
        Fallbacks.Names.Where(name => architectures.Any(architecture => Syscalls.Number(architecture, name) is not null))
            .Union(trace.Denied.Keys.Where(outcome => outcome.Errno == Errno.ENOSYS && outcome.Syscall.IsKnown).Select(outcome => outcome.Syscall.Name));
}
