using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// What of a profile an engine hands to its runtime, and the runtime to libseccomp, for one container on one machine:
/// the conditions on capabilities, architecture and kernel are decided, and each rule has one name.
/// </summary>
/// <remarks>
/// moby/profiles, seccomp/seccomp_linux.go, setupSeccomp; runc, libcontainer/seccomp/seccomp_linux.go, matchCall: a rule
/// whose return is the default's is left out; of a rule with two conditions on one argument each condition becomes a rule.
/// </remarks>
internal sealed class ResolvedProfile
{
    private readonly ILookup<string, ResolvedRule> _byName;

    private ResolvedProfile(SeccompProfile profile, Architecture native, ImmutableArray<Architecture> architectures, ImmutableArray<ResolvedRule> rules)
    {
        (Native, Architectures, Default, Rules) = (native, architectures, profile.Default, rules);
        (Flags, ListenerPath) = (profile.Flags, profile.ListenerPath);
        _byName = rules.ToLookup(rule => rule.Name, StringComparer.Ordinal);
    }

    /// <summary>The machine's architecture.</summary>
    public Architecture Native { get; }

    /// <summary>The interfaces that are filtered, the native one first. A call in another of this machine's kills its process.</summary>
    public ImmutableArray<Architecture> Architectures { get; }

    /// <summary>What the filter returns for calls without a rule.</summary>
    public FilterReturn Default { get; }

    /// <summary>The rules, in their order.</summary>
    public ImmutableArray<ResolvedRule> Rules { get; }

    /// <summary>SECCOMP_FILTER_FLAG_*.</summary>
    public ImmutableArray<string> Flags { get; }

    /// <summary>The socket of the supervisor that NOTIFY asks, or null.</summary>
    public string? ListenerPath { get; }

    /// <summary>The interfaces that the profile itself names for this machine; only calls of these can be too new for the runtime.</summary>
    public ImmutableArray<Architecture> NamedArchitectures { get; private init; } = [];

    /// <summary>All architectures that the engine hands to the runtime, in the profile's words, those of other machines included.</summary>
    public ImmutableArray<string> HandedArchitectures { get; private init; } = [];

    /// <summary>Every call that a rule names which holds here, those included that say what the default says. May repeat.</summary>
    public ImmutableArray<string> NamedCalls { get; private init; } = [];

    /// <summary>Resolves a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="circumstances">The machine and the container.</param>
    public static ResolvedProfile Of(SeccompProfile profile, Circumstances circumstances)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(circumstances);
        var native = circumstances.Native;
        var names = SeccompArchitecture.Handed(profile, native);
        var named = names.Select(Known).OfType<Architecture>().Where(native.Family.Contains).Distinct().ToList();

        // libseccomp's filters start with the native one (seccomp_init(3)).
        ImmutableArray<Architecture> architectures = [.. named.Prepend(native).Distinct()];
        var applying = profile.Rules.Where(rule => rule.Applies(circumstances)).ToList();
        var rules = applying
            .Where(rule => rule.Return != profile.Default)
            .SelectMany(rule => rule.Names.SelectMany(name => Alternatives(rule.Arguments).Select(arguments => new ResolvedRule(name, rule.Return, arguments))));
        return new ResolvedProfile(profile, native, architectures, [.. rules])
        {
            NamedArchitectures = [.. named],
            HandedArchitectures = names,
            NamedCalls = [.. applying.SelectMany(rule => rule.Names)],
        };
    }

    /// <summary>Whether a call can be made in the architectures that are filtered.</summary>
    public CallAccess Access(string name) => Judge(name, Default.MayRun, rule => rule.Return.MayRun).Verdict switch
    {
        CallVerdict.Allowed => CallAccess.Allowed,
        CallVerdict.Forbidden => CallAccess.Refused,
        _ => CallAccess.Conditional,
    };

    /// <summary>
    /// What it says of a call in the architectures that are filtered. A call that it denies to exist counts as allowed: see
    /// <see cref="FilterReturn.DisguisesCall"/>.
    /// </summary>
    public CallRuling Judge(string name) => Judge(name, Default.MayRun, rule => rule.Return.MayRun || rule.Return.DisguisesCall);

    /// <summary>What it says of every call that there is, in all interfaces that the machine serves.</summary>
    public IReadOnlyDictionary<(Architecture Architecture, int Number), CallRuling> Judge() => (
        from architecture in Native.Family
        let known = Architectures.Contains(architecture)
        from call in Syscalls.All(architecture)
        select KeyValuePair.Create((architecture, call.Number), known ? Judge(call.Name) : new CallRuling(CallVerdict.Forbidden, []))).ToDictionary();

    /// <summary>The rules for one call, in their order.</summary>
    public IEnumerable<ResolvedRule> RulesFor(string name) => _byName[name];

    // A rule without conditions takes the place of those with (libseccomp, db.c, db_rule_add: it "is at least as large").
    private CallRuling Judge(string name, bool allows, Func<ResolvedRule, bool> passes)
    {
        if (_byName[name].FirstOrDefault(rule => rule.Arguments.IsEmpty) is { } always)
        {
            return new CallRuling(passes(always) ? CallVerdict.Allowed : CallVerdict.Forbidden, []);
        }

        var deciding = _byName[name].Where(rule => passes(rule) != allows).ToList();
        return new CallRuling(
            (deciding.Count, allows) switch
            {
                (0, true) => CallVerdict.Allowed,
                (0, false) => CallVerdict.Forbidden,
                (_, true) => CallVerdict.ForbiddenIf,
                (_, false) => CallVerdict.ForbiddenUnless,
            },
            [.. deciding.Select(rule => rule.Arguments.Select(argument => argument.Condition).ToImmutableArray())]);
    }

    private static IEnumerable<ImmutableArray<SeccompArgument>> Alternatives(ImmutableArray<SeccompArgument> arguments) =>
        arguments.DistinctBy(argument => argument.Index).Count() == arguments.Length ? [arguments] : arguments.Select(argument => ImmutableArray.Create(argument));

    private static Architecture? Known(string name) => Architecture.All.FirstOrDefault(architecture => architecture.Seccomp == name);
}

/// <summary>One rule as a runtime hands it to libseccomp.</summary>
/// <param name="Name">The call.</param>
/// <param name="Return">What the filter returns.</param>
/// <param name="Arguments">Conditions that must all hold, no two on one argument; none for any call.</param>
internal sealed record ResolvedRule(string Name, FilterReturn Return, ImmutableArray<SeccompArgument> Arguments)
{
    /// <summary>Same content.</summary>
    public bool Equals(ResolvedRule? other) =>
        other is not null && Name == other.Name && Return == other.Return && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Return, Arguments.Length);
}
