using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>A profile as engines take it, with its conditions: what it says of a call depends on where it is used.</summary>
/// <param name="Allows">Whether calls that no rule names are made.</param>
/// <param name="Architectures">The interfaces that it has rules for; calls in others are refused.</param>
/// <param name="Rules">The rules, in their order.</param>
public sealed record EngineProfile(bool Allows, ImmutableArray<Architecture> Architectures, ImmutableArray<ConditionalRule> Rules)
{
    /// <summary>What it says of every call that there is, in the architectures that this machine serves.</summary>
    public IReadOnlyDictionary<(Architecture Architecture, int Number), CallRuling> Judge(Circumstances circumstances)
    {
        var rules = Rules
            .Where(rule => rule.Applies(circumstances))
            .SelectMany(rule => rule.Names.Select(name => (Name: name, Rule: rule)))
            .ToLookup(entry => entry.Name, entry => entry.Rule, StringComparer.Ordinal);
        var rulings = new Dictionary<(Architecture, int), CallRuling>();
        foreach (var architecture in circumstances.Native.Family)
        {
            var known = Architectures.Contains(architecture);
            foreach (var (number, name) in Syscalls.All(architecture))
            {
                rulings[(architecture, number)] = known ? Judge([.. rules[name]]) : new CallRuling(CallVerdict.Forbidden, []);
            }
        }

        return rulings;
    }

    /// <summary>
    /// A rule without conditions decides; else those with conditions do. Rules that repeat the default are passed over,
    /// as libseccomp does (runc, libcontainer/seccomp/seccomp_linux.go).
    /// </summary>
    private CallRuling Judge(IReadOnlyList<ConditionalRule> rules)
    {
        var deciding = rules.Where(rule => (rule.Allows || rule.Disguises) != Allows).ToList();
        if (deciding.Any(rule => rule.Conditions.IsEmpty))
        {
            return new CallRuling(Allows ? CallVerdict.Forbidden : CallVerdict.Allowed, []);
        }

        return (deciding.Count, Allows) switch
        {
            (0, true) => new CallRuling(CallVerdict.Allowed, []),
            (0, false) => new CallRuling(CallVerdict.Forbidden, []),
            (_, true) => new CallRuling(CallVerdict.ForbiddenIf, [.. deciding.Select(rule => rule.Conditions)]),
            (_, false) => new CallRuling(CallVerdict.ForbiddenUnless, [.. deciding.Select(rule => rule.Conditions)]),
        };
    }
}
