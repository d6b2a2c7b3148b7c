using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// A profile to watch by: what a base allows and a recording has is allowed, what the base allows beside is let through and logged, and
/// what the base refuses it refuses as the base does. So nothing that works under the base fails, and nothing else works.
/// </summary>
/// <remarks>
/// A rule without conditions takes the place of those with (libseccomp, db.c, db_rule_add), whatever the actions: a call that is allowed
/// with some arguments and logged with others has rules with conditions for both, which are disjoint (<see cref="ArgumentParts"/>).
/// </remarks>
internal sealed class AuditProfile
{
    private readonly ILookup<string, ImmutableArray<SeccompArgument>> _own;
    private readonly IReadOnlySet<string> _exact;
    private readonly IReadOnlySet<string> _undivided;
    private readonly SortedSet<string> _coarse = new(StringComparer.Ordinal);
    private int _room;

    private AuditProfile(SeccompProfile own, SeccompProfile basis, IReadOnlySet<string> exact, IReadOnlySet<string> undivided, int room)
    {
        (_exact, _undivided, _room) = (exact, undivided, room);
        _own = own.Rules.Where(rule => rule.Return.MayRun).SelectMany(rule => rule.Names.Select(name => (name, rule.Arguments)))
            .ToLookup(each => each.name, each => each.Arguments, StringComparer.Ordinal);
        var rules = basis.Rules.SelectMany((rule, at) => OfRule(basis, rule, at));
        Profile = basis.Default.Action == SeccompAction.Allow
            ? ProfileChange.WithDefault(basis, new FilterReturn(SeccompAction.Log)) with { Rules = [.. rules, .. Free(basis)] }
            : basis with { Rules = [.. rules] };
    }

    /// <summary>The profile.</summary>
    public SeccompProfile Profile { get; }

    /// <summary>
    /// Calls whose arguments a filter cannot tell apart, or not in the room that it has: they are allowed as the base allows them, or logged
    /// whatever they are given where the base allows all but a list.
    /// </summary>
    public IReadOnlyCollection<string> Coarse => _coarse;

    /// <summary>Makes the profile.</summary>
    /// <param name="own">What was recorded, as <see cref="ProfileBuilder"/> makes it: it refuses by default, and its rules hold everywhere.</param>
    /// <param name="basis">What the container may do without.</param>
    /// <param name="exact">Calls whose rules in the first are of recorded arguments; the others' conditions are an engine's, in whose place the base's come.</param>
    /// <param name="undivided">Calls whose arguments are not told apart.</param>
    /// <param name="room">How many rules there may be for calls whose arguments are.</param>
    public static AuditProfile Of(SeccompProfile own, SeccompProfile basis, IReadOnlySet<string> exact, IReadOnlySet<string> undivided, int room)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(basis);
        return new AuditProfile(own, basis, exact, undivided, room);
    }

    /// <summary>What allows all, in every interface of a machine: that of a container without a filter.</summary>
    public static SeccompProfile AllowAll(Linux.Architecture machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new(SeccompAction.Allow, default, []) { Architectures = [.. machine.Family.Select(architecture => architecture.Seccomp)] };
    }

    /// <summary>The profile that refuses what another lets through and logs.</summary>
    public static SeccompProfile Enforced(SeccompProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var refusal = new FilterReturn(SeccompAction.Errno, Linux.Errno.EPERM);
        return (profile.Default.Action == SeccompAction.Log ? ProfileChange.WithDefault(profile, refusal) : profile) with
        {
            Rules = [.. profile.Rules.Select(rule => rule.Action == SeccompAction.Log ? rule with { Action = refusal.Action, Errno = new SeccompErrno(refusal.Data) } : rule)],
        };
    }

    private IEnumerable<SeccompRule> OfRule(SeccompProfile basis, SeccompRule rule, int at)
    {
        // What asks somebody, or is logged already, stays what it is.
        if (rule.Return.Action != SeccompAction.Allow || basis.Default.Action == SeccompAction.Allow)
        {
            yield return rule;
            yield break;
        }

        var kinds = rule.Names.ToLookup(name => KindOf(name, rule));
        if (kinds[Kind.Recorded].ToImmutableArray() is { IsEmpty: false } recorded)
        {
            yield return rule with { Names = recorded };
        }

        if (kinds[Kind.Other].ToImmutableArray() is { IsEmpty: false } others)
        {
            yield return rule with { Names = others, Action = SeccompAction.Log };
        }

        foreach (var name in kinds[Kind.Divided])
        {
            var alike = basis.Rules.Select((other, place) => (other, place)).Where(each => each.other.Return.Action == SeccompAction.Allow && each.other.Names.Contains(name)
                && each.other.Includes.Equals(rule.Includes) && each.other.Excludes.Equals(rule.Excludes)).ToList();
            foreach (var part in alike[0].place == at ? Divide(name, [.. alike.Select(each => each.other)]) : [])
            {
                yield return rule with { Names = [name], Arguments = part.When, Action = part.IsOwn ? SeccompAction.Allow : SeccompAction.Log };
            }
        }
    }

    private IReadOnlyList<(ImmutableArray<SeccompArgument> When, bool IsOwn)> Divide(string name, IReadOnlyList<SeccompRule> rules)
    {
        var parts = ArgumentParts.Of(rules.SelectMany(rule => Alternatives(rule.Arguments)), _own[name]);
        if (parts is not null && parts.Count <= _room)
        {
            _room -= parts.Count;
            return parts;
        }

        _coarse.Add(name);
        return [.. rules.SelectMany(rule => Alternatives(rule.Arguments)).Select(when => (when, true))];
    }

    /// <summary>What is recorded, of those that a base without a list allows.</summary>
    private IEnumerable<SeccompRule> Free(SeccompProfile basis)
    {
        var named = basis.Rules.SelectMany(rule => rule.Names).ToHashSet(StringComparer.Ordinal);
        // What such a base refuses in some cases is logged in the others: a rule that allows it would take the refusal's place.
        _coarse.UnionWith(_own.Select(call => call.Key).Where(name => basis.Rules.Any(rule => !rule.Return.MayRun && rule.Names.Contains(name)
            && !(rule.Arguments.IsEmpty && rule.Includes.IsEmpty && rule.Excludes.IsEmpty))));
        var free = _own.Where(call => !named.Contains(call.Key)).OrderBy(call => call.Key, StringComparer.Ordinal).ToList();
        var whole = free.Where(call => call.Any(when => when.IsEmpty) || _undivided.Contains(call.Key)).Select(call => call.Key).ToImmutableArray();
        _coarse.UnionWith(whole.Where(name => _undivided.Contains(name)));
        return (whole.IsEmpty ? [] : (SeccompRule[])[new SeccompRule(whole, SeccompAction.Allow)]).Concat(
            from call in free
            where !whole.Contains(call.Key)
            from when in call
            select new SeccompRule([call.Key], SeccompAction.Allow) { Arguments = when });
    }

    private Kind KindOf(string name, SeccompRule rule)
    {
        if (!_own.Contains(name))
        {
            return Kind.Other;
        }

        if (_own[name].Any(when => when.IsEmpty) || (!rule.Arguments.IsEmpty && !_exact.Contains(name)))
        {
            return Kind.Recorded;
        }

        if (_undivided.Contains(name))
        {
            _coarse.Add(name);
            return Kind.Recorded;
        }

        return Kind.Divided;
    }

    // Runtimes take two conditions on one argument for two rules: ResolvedProfile.
    private static IEnumerable<ImmutableArray<SeccompArgument>> Alternatives(ImmutableArray<SeccompArgument> arguments) =>
        arguments.DistinctBy(argument => argument.Index).Count() == arguments.Length ? [arguments] : arguments.Select(argument => ImmutableArray.Create(argument));

    private enum Kind
    {
        Recorded,
        Other,
        Divided,
    }
}
