using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Profiles with some calls more, some less, or another default; all else of them stays.</summary>
internal static class ProfileChange
{
    // include/uapi/asm-generic/errno-base.h
    /// <summary>Lets calls be made whatever their arguments, in every container.</summary>
    public static SeccompProfile Allow(SeccompProfile profile, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        profile = Without(profile, wanted, rule => !rule.Return.MayRun);
        if (profile.Default.MayRun)
        {
            return profile;
        }

        wanted.ExceptWith(profile.Rules.Where(rule => rule.Return.MayRun && rule is { Arguments.IsEmpty: true, Includes.IsEmpty: true, Excludes.IsEmpty: true }).SelectMany(rule => rule.Names));
        return With(profile, wanted, FilterReturn.Allow);
    }

    /// <summary>Lets calls never be made.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="names">The calls.</param>
    /// <param name="answer">What is answered instead; null for what the profile answers to others.</param>
    public static SeccompProfile Deny(SeccompProfile profile, IEnumerable<string> names, FilterReturn? answer)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var unwanted = names.ToHashSet(StringComparer.Ordinal);
        profile = Without(profile, unwanted, rule => answer is not null || rule.Return.MayRun);
        answer ??= profile.Default.MayRun ? new FilterReturn(SeccompAction.Errno, Linux.Errno.EPERM) : profile.Default;

        // A runtime leaves a rule out that answers what the default does.
        return answer == profile.Default ? profile : With(profile, unwanted, answer.Value);
    }

    /// <summary>Does something else with the calls that no rule names.</summary>
    public static SeccompProfile WithDefault(SeccompProfile profile, FilterReturn answer)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile with { DefaultAction = answer.Action, DefaultErrno = Errno(answer) };
    }

    /// <summary>Filters these interfaces as well.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="native">The machine's own.</param>
    /// <param name="names">SCMP_ARCH_*.</param>
    public static SeccompProfile WithArchitectures(SeccompProfile profile, string native, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.ArchitectureMap.IsEmpty
            ? profile with { Architectures = [.. profile.Architectures.Union(names)] }
            : profile with
            {
                ArchitectureMap = [.. profile.ArchitectureMap.Select(group => group.Native == native
                    ? group with { Others = [.. group.Others.Union(names.Where(name => name != native))] }
                    : group)],
            };
    }

    private static SeccompProfile Without(SeccompProfile profile, HashSet<string> names, Func<SeccompRule, bool> where) => profile with
    {
        Rules = [.. profile.Rules
            .Select(rule => where(rule) && rule.Names.Any(names.Contains) ? rule with { Names = rule.Names.RemoveAll(names.Contains) } : rule)
            .Where((rule, at) => !rule.Names.IsEmpty || profile.Rules[at].Names.IsEmpty)],
    };

    private static SeccompProfile With(SeccompProfile profile, IEnumerable<string> names, FilterReturn answer) =>
        names.Order(StringComparer.Ordinal).ToImmutableArray() is { IsEmpty: false } sorted
            ? profile with { Rules = profile.Rules.Add(new SeccompRule(sorted, answer.Action, Errno(answer))) }
            : profile;

    private static SeccompErrno Errno(FilterReturn answer) => answer.Action is SeccompAction.Errno or SeccompAction.Trace ? new SeccompErrno(answer.Data) : default;
}
