using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Seccomp;
using Ctrace.Core.Traces;

namespace Ctrace.Profiles;

/// <summary>What profile a user wants, put together from a base, tracefiles and lists of calls.</summary>
/// <param name="warn">Takes a warning, one line.</param>
internal sealed class SeccompPlan(Action<string> warn)
{
    /// <summary>The base that has nothing but what containers need.</summary>
    public const string NoBase = "none";

    /// <summary>The base that has nothing at all.</summary>
    public const string DenyAll = "deny-all";

    /// <summary><see cref="NoBase"/>, <see cref="DenyAll"/>, <see cref="SeccompInput.DockerDefaultName"/> or a file.</summary>
    public required string Base { get; init; }

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

    /// <summary>Whether a profile is made under which no container starts.</summary>
    public bool Force { get; init; }

    /// <summary>Makes the profile.</summary>
    /// <param name="trace">What was recorded, or null.</param>
    /// <exception cref="CtraceException">Usage, NoInput; Data: the base is for another machine, or no container would start.</exception>
    public SeccompProfile Make(Trace? trace)
    {
        var machine = trace?.Architecture ?? NativeArchitecture.Current;
        var profile = Changed(Start(trace, machine), machine);
        Require(profile, machine);
        return profile;
    }

    private SeccompProfile Start(Trace? trace, Architecture machine)
    {
        switch (Base)
        {
            case NoBase when trace is null:
                throw new CtraceException(FailureKind.Usage, "there is neither a tracefile nor a base", $"give tracefiles, or --base {SeccompInput.DockerDefaultName}");
            case NoBase:
                return ProfileBuilder.Build(trace, Conditions(ArgumentRules.WhereContainersStart, trace));
            case DenyAll:
                return trace is null ? ProfileBuilder.DenyAll([machine]) : ProfileBuilder.Exactly(trace, Conditions(ArgumentRules.Exactly, trace));
            default:
                var profile = SeccompInput.ReadNamed(Base);
                RequireMachine(profile, machine);
                return trace is null ? profile : ProfileBuilder.Extend(profile, trace, KernelRelease.CurrentVersion, Conditions(ArgumentRules.WhereContainersStart, trace));
        }
    }

    private ArgumentRules Conditions(Func<Trace, ArgumentRules> of, Trace trace) => Arguments ? WidenedCalls.Told(of(trace), warn) : ArgumentRules.None;

    private SeccompProfile Changed(SeccompProfile profile, Architecture machine)
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
            profile = ProfileChange.WithDefault(Base == NoBase && action.MakesCall ? ProfileChange.Allow(profile, disguised) : profile, action);
        }

        foreach (var (option, chosen) in new[] { ("--default-action", DefaultAction), ("--deny-action", DenyAction) })
        {
            if (chosen?.Action == SeccompAction.KillThread)
            {
                warn($"{option} kill_thread: a thread of the runtime that meets it leaves 'docker run' hanging (kill_process ends it)");
            }
        }

        return ProfileChange.Deny(ProfileChange.Allow(profile, allowed), denied, DenyAction);
    }

    private void Require(SeccompProfile profile, Architecture machine)
    {
        var resolved = ResolvedProfile.Of(profile, new Circumstances(machine, KernelRelease.CurrentVersion, ContainerCapabilities.Default));
        foreach (var obstacle in ContainerStart.Obstacles(resolved))
        {
            if (!Force)
            {
                throw new CtraceException(FailureKind.Data, $"no container would start under the profile: {obstacle}", "--force makes it all the same");
            }

            warn($"no container starts under the profile: {obstacle}");
        }
    }

    /// <summary>A base that has architectures and not the machine's was made for another.</summary>
    private void RequireMachine(SeccompProfile profile, Architecture machine)
    {
        string[] natives = [.. profile.ArchitectureMap.Select(group => group.Native), .. profile.Architectures];
        if (natives.Length > 0 && !natives.Contains(machine.Seccomp))
        {
            throw new CtraceException(FailureKind.Data, $"{Base} is for {string.Join(", ", natives)}, and not for {machine}", "take a base of the same architecture");
        }
    }
}
