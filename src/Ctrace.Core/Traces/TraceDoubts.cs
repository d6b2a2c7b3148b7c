namespace Ctrace.Core.Traces;

/// <summary>Why a restriction made of a trace may forbid what its container needs, one line a reason.</summary>
internal static class TraceDoubts
{
    /// <summary>What engines put in front of a program with <c>--init</c> (moby, daemon/oci_linux.go, inContainerInitPath; podman, define.ContainerInitPath).</summary>
    private static readonly HashSet<string> EngineInits = new(["/sbin/docker-init", "/run/podman-init", "/dev/init"], StringComparer.Ordinal);

    // getrlimit(2); the values of Fact.Limit.
    private static readonly (string Limit, string Action, string Capability)[] RaisedLimits =
    [
        ("rtprio", "asked for real-time scheduling", "SYS_NICE"),
        ("nice", "asked for a higher priority", "SYS_NICE"),
        ("memlock", "locked memory", "IPC_LOCK"),
    ];

    /// <summary>The reasons; none in a sound trace.</summary>
    public static IEnumerable<string> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Lost > 0)
        {
            yield return $"{trace.Lost} events were lost while recording: something may be missing";
        }

        if (trace.IsRuntimeAlone)
        {
            yield return "its container's program was never executed: nothing of it is used";
        }
        else if (trace.Executables.Count > 0 && trace.Executables.Keys.All(EngineInits.Contains))
        {
            yield return "nothing was executed but the engine's own init: the container's program was not found, or could not be executed";
        }

        if (trace.Values(Fact.Missed).Any())
        {
            yield return "the probe missed events while recording, of this container or another: something may be missing";
        }

        var scopes = trace.Values(Fact.Scope).ToHashSet();
        if (scopes.Contains(Scope.Partial))
        {
            yield return "a container already ran when its recording started: what it did before is missing";
        }

        if (scopes.Contains(Scope.Unconfined))
        {
            yield return "a container ran without a seccomp filter: what the runtime did before its program is not recorded, only known";
        }

        if (scopes.Contains(Scope.Command))
        {
            yield return "a command was recorded without a container: in one it may do other things";
        }

        if (trace.Values(Fact.Learned).Count() is > 0 and var learned)
        {
            yield return $"{learned} of its names were not recorded but learned, from what a restriction refused";
        }

        foreach (var filter in trace.Values(Fact.InnerFilter))
        {
            yield return filter switch
            {
                Fact.FilterNotifies => "a program loaded a seccomp filter of its own that has a supervisor answer calls (SECCOMP_RET_USER_NOTIF): those never entered, and will be refused before the supervisor is asked",
                Fact.FilterTraces => "a program loaded a seccomp filter of its own that has a tracer answer calls (SECCOMP_RET_TRACE): those that it replaced never entered, and will be refused before the tracer is asked",
                _ => "a program loaded a seccomp filter of its own that was not understood: calls that it hands to somebody else never entered, and will be refused",
            };
        }

        foreach (var (limit, action, capability) in RaisedLimits.Where(raised => trace.Values(Fact.Limit).Contains(raised.Limit)))
        {
            yield return $"it {action} under a raised limit: without the same (--ulimit {limit}=...) it needs the capability {capability}";
        }

        if (RecordedImages.Of(trace) is { Count: > 1 } images)
        {
            yield return $"it was recorded of {images.Count} images: {string.Join(", ", images)}";
        }

        foreach (var syscall in trace.Syscalls.Keys.Where(syscall => !syscall.IsKnown))
        {
            yield return $"{syscall.Name} of {syscall.Architecture} has no name that a profile could use: it will be refused";
        }

        if (trace.Values(Fact.UnknownSyscalls).Any())
        {
            yield return "calls were made with numbers that no kernel has: they will be refused";
        }

        if (trace.Values(Fact.FileCapabilities).Any())
        {
            yield return "a program ended before the capabilities of its file could be read: if it has some that were not used, it will not be executed";
        }

        foreach (var capability in trace.NeededCapabilities.Where(name => Linux.Capability.Number(name) is null))
        {
            yield return $"the capability {capability} has no name that an engine knows: it will not be added";
        }
    }
}
