using System.Collections.Immutable;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>A rule of an engine's profile, before it is known where it is to hold.</summary>
/// <param name="Names">The calls.</param>
/// <param name="Allows">Whether the calls are made: ALLOW, LOG, TRACE and NOTIFY (who then decides is not the profile).</param>
/// <param name="Error">The errno that is answered instead, where the rule gives one.</param>
/// <param name="Conditions">On the arguments; all must hold.</param>
/// <param name="Includes">Where it holds; nothing is everywhere.</param>
/// <param name="Excludes">Where it does not.</param>
public sealed record ConditionalRule(
    ImmutableArray<string> Names, bool Allows, int? Error, ImmutableArray<ArgumentCondition> Conditions, RuleScope Includes, RuleScope Excludes)
{
    private const int ENOSYS = 38;

    /// <summary>
    /// Whether the answer is that the kernel has no such call. Callers take that for an older kernel and go on without
    /// (tables/fallbacks.csv), which is why profiles answer it: nothing is refused that the caller had counted on.
    /// </summary>
    public bool Disguises => !Allows && Error == ENOSYS;

    /// <summary>Whether it holds in these circumstances.</summary>
    public bool Applies(Circumstances circumstances) => Includes.Covers(circumstances) && !Excludes.Touches(circumstances);
}
