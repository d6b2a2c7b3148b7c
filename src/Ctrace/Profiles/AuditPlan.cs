using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Core.Verification;

namespace Ctrace.Profiles;

/// <summary>What profile a container is to be watched by: see <see cref="AuditProfile"/>. It is held against its base before anybody gets it.</summary>
/// <param name="warn">Takes a warning, one line.</param>
internal sealed class AuditPlan(Action<string> warn)
{
    /// <summary>The base that allows all: a platform's without a filter.</summary>
    public const string AllowAll = "allow-all";

    // A rule with conditions takes some 4 instructions in each interface, and a filter has 4096, of which bases take a thousand.
    private const int MostRules = 600, MostTries = 4;

    /// <summary><see cref="AllowAll"/>, <see cref="SeccompInput.DockerDefaultName"/> or a file.</summary>
    public required string Base { get; init; }

    /// <summary>Whether calls are allowed with recorded arguments alone, where they were recorded, and logged with others.</summary>
    public bool Arguments { get; init; }

    /// <summary>Whether what follows from the recording is logged like all else.</summary>
    public bool Exact { get; init; }

    /// <summary>Makes the profile.</summary>
    /// <exception cref="CtraceException">As a base cannot be read. Data: the base is for another machine; no container starts under it; it cannot be watched.</exception>
    public SeccompProfile Make(Trace trace)
    {
        var machine = trace.Architecture;
        var basis = Base == AllowAll ? AuditProfile.AllowAll(machine) : SeccompInput.ReadNamed(Base);
        SeccompPlan.RequireMachine(basis, machine, Base);
        if (basis.Default.Action is SeccompAction.Log or SeccompAction.Notify or SeccompAction.Trace)
        {
            throw new CtraceException(FailureKind.Data, $"{Base} does '{basis.Default}' with calls that it does not name, so that nothing can be watched beside it", "take a base that allows or refuses them");
        }

        var circumstances = new Circumstances(machine, KernelRelease.CurrentVersion, ContainerCapabilities.Default.Union(trace.NeededCapabilities).ToHashSet(StringComparer.Ordinal));
        var resolved = ResolvedProfile.Of(basis, circumstances);
        if (ContainerStart.Obstacles(resolved).FirstOrDefault() is { } obstacle)
        {
            throw new CtraceException(FailureKind.Data, $"no container would start under {Base}: {obstacle}", "take another base");
        }

        if (BeyondBase.Of(trace, resolved) is { Count: > 0 } refused)
        {
            warn($"refused, since {Base} refuses it, though it was recorded: {string.Join(", ", refused)}");
        }

        var rules = Arguments ? WidenedCalls.Told(ArgumentRules.WhereContainersStart(trace), warn) : ArgumentRules.None;
        var kin = Exact ? Kin.None : Kin.Of(trace);
        var own = ProfileBuilder.Build(trace, rules, kin);
        // Where a restriction would answer that there is no clone3, who made it goes on without: that is no news.
        own = trace.Syscalls.Keys.Any(call => call.Name == "clone3") ? ProfileChange.Allow(own, ["clone3"]) : own;
        var made = Checked(own, basis, circumstances, rules.Names.Union(kin.ConditionalNames));
        if (made.Coarse.Count > 0)
        {
            warn($"allowed as {Base} allows them, or always logged, and not told apart by what they are given, since a filter has no room for that or cannot: {string.Join(", ", made.Coarse)} ('ctrace trace' tells it of a container with the label ctrace.profile)");
        }

        return made.Profile;
    }

    /// <summary>
    /// libseccomp makes one tree of all rules for a call, and may lose some of them: the filter is compared with the base's for all calls and
    /// all arguments, and what is not the same is not told apart by its arguments.
    /// </summary>
    private AuditProfile Checked(SeccompProfile own, SeccompProfile basis, Circumstances circumstances, IReadOnlySet<string> exact)
    {
        var whole = new HashSet<string>(StringComparer.Ordinal);
        var room = MostRules;
        SeccompFilter usual;
        try
        {
            usual = FilterCompiler.Compile(ResolvedProfile.Of(basis, circumstances));
        }
        catch (CtraceException failure) when (failure.Kind == FailureKind.Unavailable)
        {
            warn($"{failure.Message}: the profile is not compared with {Base}");
            return AuditProfile.Of(own, basis, exact, exact, 0);
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            var made = AuditProfile.Of(own, basis, exact, whole, room);
            if (Compile(made.Profile, circumstances) is not { } filter)
            {
                room /= 4;
                continue;
            }

            var differing = Different(filter, usual, circumstances.Native).ToHashSet(StringComparer.Ordinal);
            if (differing.Count == 0)
            {
                return made;
            }

            whole.UnionWith(differing);
        }

        throw new CtraceException(FailureKind.Data, $"the filter that libseccomp makes would not do what {Base} does: {string.Join(", ", whole.Order(StringComparer.Ordinal))}", "take another base, or leave --arguments out");
    }

    /// <summary>The filter; null when it has more instructions than the kernel takes.</summary>
    private static SeccompFilter? Compile(SeccompProfile profile, Circumstances circumstances)
    {
        try
        {
            return FilterCompiler.Compile(ResolvedProfile.Of(profile, circumstances));
        }
        catch (CtraceException failure) when (failure.Kind == FailureKind.Data)
        {
            return null;
        }
    }

    private static IEnumerable<string> Different(SeccompFilter audit, SeccompFilter usual, Architecture machine) =>
        from pair in new[] { (First: audit, Second: usual), (First: usual, Second: audit) }
        from call in ProfileComparison.Of([pair.First], [pair.Second], machine.Family).Calls
        select call.Name ?? $"number {call.Number}";
}
