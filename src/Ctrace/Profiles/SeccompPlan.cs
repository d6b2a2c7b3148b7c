using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Profiles;

/// <summary>What profile a user wants, put together from a base, tracefiles and lists of calls.</summary>
/// <param name="Warn">Takes a warning, one line.</param>
/// <param name="Note">Takes what is worth knowing and no reason to worry, one line.</param>
internal sealed record SeccompPlan(Action<string> Warn, Action<string> Note)
{
    /// <summary>The base that has nothing but what containers need.</summary>
    public const string NoBase = "none";

    /// <summary>The base that has nothing at all.</summary>
    public const string DenyAll = "deny-all";

    /// <summary><see cref="NoBase"/>, <see cref="DenyAll"/>, <see cref="SeccompInput.DockerDefaultName"/> or a file.</summary>
    public required string Base { get; init; }

    /// <summary>What the profile must not allow more than: <see cref="SeccompInput.DockerDefaultName"/> or a file; null for nothing.</summary>
    public string? Within { get; init; }

    /// <summary>Calls to allow, between commas.</summary>
    public string? Allow { get; init; }

    /// <summary>Calls to refuse, between commas.</summary>
    public string? Deny { get; init; }

    /// <summary>What is done with calls that no rule names; null leaves it to the base.</summary>
    public FilterReturn? DefaultAction { get; init; }

    /// <summary>What is done with the calls to refuse; null for the default's.</summary>
    public FilterReturn? DenyAction { get; init; }

    /// <summary>Whether calls are allowed with recorded arguments alone, where they were recorded.</summary>
    public bool Arguments { get; init; }

    /// <summary>Whether calls that follow from what was recorded, and reach nothing new, are left out.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether a profile is made under which no container starts.</summary>
    public bool Force { get; init; }

    /// <summary>Makes the profile.</summary>
    /// <param name="trace">What was recorded, or null.</param>
    /// <exception cref="CtraceException">Usage, NoInput; Data: the base is for another machine, or no container would start.</exception>
    public SeccompProfile Make(Trace? trace)
    {
        var machine = trace?.Architecture ?? NativeArchitecture.Current;
        if (Within is not null && (trace is null || DefaultAction is not null || (Base is not NoBase and not DenyAll)))
        {
            throw new CtraceException(FailureKind.Usage, "--within takes away from what was recorded: it goes with tracefiles, and with neither another base nor --default-action",
                "--base adds to a profile");
        }

        var profile = Changed(Start(trace, machine), trace, machine);
        Require(profile, machine);
        Tell(profile, trace, machine);
        return profile;
    }

    /// <summary>Names the calls that the profile allows since they follow from what was recorded.</summary>
    private void Tell(SeccompProfile profile, Trace? trace, Architecture machine)
    {
        if (trace is null || Exact || Base == DenyAll)
        {
            return;
        }

        var exact = (this with { Exact = true, Force = true, Warn = _ => { }, Note = _ => { } }).Make(trace);
        var circumstances = new Circumstances(machine, KernelRelease.CurrentVersion, ContainerCapabilities.Default);
        var (with, without) = (ResolvedProfile.Of(profile, circumstances), ResolvedProfile.Of(exact, circumstances));
        foreach (var line in KinText.Lines(Kin.All(trace).Only(name => with.Access(name) > without.Access(name))))
        {
            Note(line);
        }
    }

    private SeccompProfile Start(Trace? trace, Architecture machine)
    {
        // Within a base what the engine's default says of calls does not count; a base says nothing of capabilities, and allows more with some.
        foreach (var warning in trace is null ? [] : Within is not null ? BeyondDefault.Capabilities(trace) : BeyondDefault.Of(trace))
        {
            Warn(warning);
        }

        switch (Base)
        {
            case NoBase when trace is null:
                throw new CtraceException(FailureKind.Usage, "there is neither a tracefile nor a base", $"give tracefiles, or --base {SeccompInput.DockerDefaultName}");
            case NoBase:
                return ProfileBuilder.Build(trace, Conditions(ArgumentRules.WhereContainersStart, trace), Relatives(trace));
            case DenyAll:
                return trace is null ? ProfileBuilder.DenyAll([machine]) : ProfileBuilder.Exactly(trace, Conditions(ArgumentRules.Exactly, trace));
            default:
                var profile = SeccompInput.ReadNamed(Base);
                RequireMachine(profile, machine, Base);
                return trace is null ? profile : ProfileBuilder.Extend(profile, trace, KernelRelease.CurrentVersion, Conditions(ArgumentRules.WhereContainersStart, trace), Relatives(trace));
        }
    }

    private ArgumentRules Conditions(Func<Trace, ArgumentRules> of, Trace trace) => Arguments ? WidenedCalls.Told(of(trace), Warn) : ArgumentRules.None;

    private Kin Relatives(Trace trace) => Exact ? Kin.None : Kin.All(trace);

    private SeccompProfile Changed(SeccompProfile profile, Trace? trace, Architecture machine)
    {
        var allowed = CallNames.Parse(Allow ?? "", machine);
        var denied = CallNames.Parse(Deny ?? "", machine);
        if (allowed.FirstOrDefault(denied.Contains) is { } both)
        {
            throw new CtraceException(FailureKind.Usage, $"--allow and --deny both name {both}", "leave it out of one");
        }

        if (DenyAction is not null && denied.Count == 0)
        {
            throw new CtraceException(FailureKind.Usage, "--deny-action is for the calls of --deny, and there are none", "--default-action is for all others");
        }

        if (DefaultAction is { } action)
        {
            // What only looked as if the kernel did not have it need not, once all is let through.
            var disguised = profile.Rules.Where(rule => rule.Return.DisguisesCall).SelectMany(rule => rule.Names).ToArray();
            profile = ProfileChange.WithDefault(Base == NoBase && action.MayRun ? ProfileChange.Allow(profile, disguised) : profile, action);
        }

        foreach (var (option, chosen) in new[] { ("--default-action", DefaultAction), ("--deny-action", DenyAction) })
        {
            if (chosen?.Action == SeccompAction.KillThread)
            {
                Warn($"{option} kill_thread: a thread of the runtime that meets it leaves 'docker run' hanging (kill_process ends it)");
            }
        }

        profile = ProfileChange.Allow(profile, allowed);
        return ProfileChange.Deny(Within is null || trace is null ? profile : Intersect(profile, trace, Within), denied, DenyAction);
    }

    private SeccompProfile Intersect(SeccompProfile profile, Trace trace, string within)
    {
        var basis = SeccompInput.ReadNamed(within);
        RequireMachine(basis, trace.Architecture, within);
        var circumstances = new Circumstances(trace.Architecture, KernelRelease.CurrentVersion, trace.NeededCapabilities.ToHashSet(StringComparer.Ordinal));
        var exact = Arguments ? (Base == DenyAll ? ArgumentRules.Exactly(trace) : ArgumentRules.WhereContainersStart(trace)).Names : [];
        var whole = ProfileIntersection.Of(profile, basis, circumstances, exact);
        if (BeyondBase.Of(trace, ResolvedProfile.Of(basis, circumstances)) is { Count: > 0 } refused)
        {
            Warn($"refused, since {within} refuses it, though it was recorded: {string.Join(", ", refused)}");
        }

        if (whole.Unsaid.Count > 0)
        {
            Warn($"refused altogether, since {within} refuses some arguments in a way that cannot be said here: {string.Join(", ", whole.Unsaid)}");
        }

        return whole.Profile;
    }

    private void Require(SeccompProfile profile, Architecture machine)
    {
        var resolved = ResolvedProfile.Of(profile, new Circumstances(machine, KernelRelease.CurrentVersion, ContainerCapabilities.Default));
        foreach (var obstacle in ContainerStart.Obstacles(resolved))
        {
            if (!Force)
            {
                throw new CtraceException(FailureKind.Data, $"no container would start under the profile: {obstacle}", Within is null ? "--force makes it all the same" : "take another base");
            }

            Warn($"no container starts under the profile: {obstacle}");
        }
    }

    /// <summary>A base that has architectures and not the machine's was made for another.</summary>
    internal static void RequireMachine(SeccompProfile profile, Architecture machine, string name)
    {
        string[] natives = [.. profile.ArchitectureMap.Select(group => group.Native), .. profile.Architectures];
        if (natives.Length > 0 && !natives.Contains(machine.Seccomp))
        {
            throw new CtraceException(FailureKind.Data, $"{name} is for {string.Join(", ", natives)}, and not for {machine}", "take a base of the same architecture");
        }
    }
}
