using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// What a recording's profile allows and a base allows as well. What the base refuses, it refuses as the base does: its answers, its
/// conditions on arguments, capabilities and kernels stay.
/// </summary>
internal sealed class ProfileIntersection
{
    private readonly SeccompProfile _basis;
    private readonly ResolvedProfile _resolved;
    private readonly IReadOnlySet<string> _exact;
    private readonly ILookup<string, ImmutableArray<SeccompArgument>> _own;
    private readonly SortedSet<string> _unsaid = new(StringComparer.Ordinal);

    private ProfileIntersection(SeccompProfile own, SeccompProfile basis, ResolvedProfile resolved, IReadOnlySet<string> exact)
    {
        (_basis, _resolved, _exact) = (basis, resolved, exact);
        _own = own.Rules.Where(rule => rule.Return.MayRun).SelectMany(rule => rule.Names.Select(name => (name, rule.Arguments)))
            .ToLookup(each => each.name, each => each.Arguments, StringComparer.Ordinal);
        var disguised = own.Rules.Where(rule => rule.Return.DisguisesCall).SelectMany(rule => rule.Names)
            .Where(name => !_own.Contains(name) && resolved.Access(name) != CallAccess.Refused).ToArray();
        var rules = basis.Default.MayRun ? OfDenyList() : OfAllowList();
        var whole = basis with
        {
            Rules = [.. rules],
            ArchitectureMap = [],
            Architectures = [.. own.Architectures.Where(name => resolved.Architectures.Any(architecture => architecture.Seccomp == name))],
        };
        whole = basis.Default.MayRun ? ProfileChange.WithDefault(whole, own.Default) : whole;
        Profile = ProfileChange.Deny(whole, disguised, new FilterReturn(SeccompAction.Errno, Linux.Errno.ENOSYS));
    }

    /// <summary>The profile.</summary>
    public SeccompProfile Profile { get; }

    /// <summary>Calls that the base refuses for some arguments, in a way that a profile which refuses by default cannot say: they are refused altogether.</summary>
    public IReadOnlyCollection<string> Unsaid => _unsaid;

    /// <summary>Works it out.</summary>
    /// <param name="own">What was recorded, as <see cref="ProfileBuilder"/> makes it: it refuses by default, and its rules hold everywhere.</param>
    /// <param name="basis">The base.</param>
    /// <param name="circumstances">The container's.</param>
    /// <param name="exact">Calls whose rules in the first are of recorded arguments; the others' conditions are an engine's, in whose place the base's come.</param>
    public static ProfileIntersection Of(SeccompProfile own, SeccompProfile basis, Circumstances circumstances, IReadOnlySet<string> exact)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(basis);
        return new ProfileIntersection(own, basis, ResolvedProfile.Of(basis, circumstances), exact);
    }

    /// <summary>The base's rules stay, those that let calls be made for as much as is wanted.</summary>
    private IEnumerable<SeccompRule> OfAllowList()
    {
        foreach (var rule in _basis.Rules)
        {
            if (!rule.Return.MayRun)
            {
                yield return rule;
                continue;
            }

            var alike = rule.Names.Where(name => _own.Contains(name) && (IsWhole(name) || (!rule.Arguments.IsEmpty && !_exact.Contains(name)))).ToImmutableArray();
            if (!alike.IsEmpty)
            {
                yield return rule with { Names = alike };
            }

            foreach (var name in rule.Names.Where(_own.Contains).Except(alike))
            {
                foreach (var arguments in Alternatives(rule.Arguments).SelectMany(theirs => _own[name].Select(ours => Both(ours, theirs))).OfType<ImmutableArray<SeccompArgument>>())
                {
                    yield return rule with { Names = [name], Arguments = arguments };
                }
            }
        }
    }

    /// <summary>What the base lets through by default is named; its refusals stay.</summary>
    private IEnumerable<SeccompRule> OfDenyList()
    {
        foreach (var rule in _basis.Rules.Where(rule => !rule.Return.MayRun))
        {
            yield return rule;
        }

        var free = _own.Select(call => call.Key).Where(name => IsWhole(name) && _resolved.Access(name) == CallAccess.Allowed).Order(StringComparer.Ordinal).ToImmutableArray();
        if (!free.IsEmpty)
        {
            yield return new SeccompRule(free, _basis.Default.Action, _basis.DefaultErrno);
        }

        foreach (var call in _own.Where(call => _resolved.Access(call.Key) != CallAccess.Refused).OrderBy(call => call.Key, StringComparer.Ordinal))
        {
            foreach (var arguments in free.Contains(call.Key) ? [] : Passing(call.Key, [.. call]))
            {
                yield return new SeccompRule([call.Key], _basis.Default.Action, _basis.DefaultErrno) { Arguments = arguments };
            }
        }
    }

    private List<ImmutableArray<SeccompArgument>> Passing(string name, ImmutableArray<ImmutableArray<SeccompArgument>> ours)
    {
        var refusals = _resolved.RulesFor(name).Where(rule => !rule.Return.MayRun).Select(rule => rule.Arguments).ToList();
        var passing = new List<ImmutableArray<SeccompArgument>>();
        foreach (var own in ours)
        {
            if (refusals.All(refusal => refusal.Any(argument => own.Any(known => known.Index == argument.Index && Excludes(known, argument)))))
            {
                passing.Add(own);
            }
            else if (refusals is [var only] && only.Select(Opposite).ToList() is var opposites && opposites.TrueForAll(opposite => opposite is not null)
                && opposites.TrueForAll(opposite => own.All(known => known.Index != opposite!.Value.Index)))
            {
                passing.AddRange(opposites.Select(opposite => own.Add(opposite!.Value)));
            }
            else if (!refusals.Exists(refusal => refusal.All(argument => own.Any(known => known.Index == argument.Index && Answer(known, argument) == true))))
            {
                _unsaid.Add(name);
            }
        }

        return passing;
    }

    private bool IsWhole(string name) => _own[name].Any(arguments => arguments.IsEmpty);

    /// <summary>Both lists of conditions as one; null where they exclude each other, or cannot be said together.</summary>
    private static ImmutableArray<SeccompArgument>? Both(ImmutableArray<SeccompArgument> ours, ImmutableArray<SeccompArgument> theirs)
    {
        var added = theirs.Where(argument => ours.All(own => own.Index != argument.Index)).ToList();
        return theirs.Except(added).All(argument => ours.Where(own => own.Index == argument.Index).All(own => own == argument || Answer(own, argument) == true))
            ? [.. ours.Concat(added).OrderBy(argument => argument.Index)]
            : null;
    }

    /// <summary>Whether what one condition lets through the other does not hold for.</summary>
    private static bool Excludes(SeccompArgument known, SeccompArgument other) =>
        Answer(known, other) is { } holds ? !holds : Answer(other, known) == false;

    /// <summary>What the other condition says where one holds, if that is always the same. The kernel takes the lower half of what is recorded by it.</summary>
    private static bool? Answer(SeccompArgument known, SeccompArgument other) => known switch
    {
        { Operator: SeccompOperator.Equal } => other.Condition.Holds(known.Value),
        { Operator: SeccompOperator.MaskedEqual } when known.Value >= uint.MaxValue || (other.Condition.Mask & ~known.Value) == 0 => other.Condition.Holds(known.ValueTwo & known.Value),
        _ => null,
    };

    private static SeccompArgument? Opposite(SeccompArgument argument) => argument.Operator switch
    {
        SeccompOperator.NotEqual => argument with { Operator = SeccompOperator.Equal },
        SeccompOperator.Less => argument with { Operator = SeccompOperator.GreaterOrEqual },
        SeccompOperator.LessOrEqual => argument with { Operator = SeccompOperator.Greater },
        SeccompOperator.Equal => argument with { Operator = SeccompOperator.NotEqual },
        SeccompOperator.GreaterOrEqual => argument with { Operator = SeccompOperator.Less },
        SeccompOperator.Greater => argument with { Operator = SeccompOperator.LessOrEqual },
        _ => null,
    };

    // Runtimes take two conditions on one argument for two rules: ResolvedProfile.
    private static IEnumerable<ImmutableArray<SeccompArgument>> Alternatives(ImmutableArray<SeccompArgument> arguments) =>
        arguments.DistinctBy(argument => argument.Index).Count() == arguments.Length ? [arguments] : arguments.Select(argument => ImmutableArray.Create(argument));
}
