namespace Ctrace.Core.Status;

/// <summary>What a running <c>ctrace trace</c> tells of itself. Names, labels and reasons are untrusted text.</summary>
internal sealed record DaemonStatus
{
    /// <summary>A daemon that has not looked at its containers for so many seconds hangs: it looks every 2 s.</summary>
    public const double Stalled = 15;

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The daemon's process id, in its own namespace.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How many seconds ago it last looked at its containers: what stands here is so old.</summary>
    public required double AgeSeconds { get; init; }

    /// <summary>The data directory, as it was named.</summary>
    public required string Data { get; init; }

    /// <summary>How capability checks are seen: tracepoint, fexit or kprobe.</summary>
    public required string CapabilityProbe { get; init; }

    /// <summary>The engine that is followed.</summary>
    public required EngineStatus Engine { get; init; }

    /// <summary>How many containers can be traced at once.</summary>
    public required int Slots { get; init; }

    /// <summary>How many slots are taken: by traced containers, and for a moment by any that starts.</summary>
    public required int SlotsUsed { get; init; }

    /// <summary>How many containers have been traced since the start, those of now included.</summary>
    public required ulong Recordings { get; init; }

    /// <summary>System calls that were counted in them.</summary>
    public required ulong Calls { get; init; }

    /// <summary>What could not be recorded, since a map was full.</summary>
    public required ulong Lost { get; init; }

    /// <summary>Events that the probe missed: the kernel did not run it, or had no room for what it keeps of a task.</summary>
    public ulong Missed { get; init; }

    /// <summary>Cgroups that were named like a container's, where no engine makes one: not believed.</summary>
    public ulong Misplaced { get; init; }

    /// <summary>Writing to the data directory.</summary>
    public required WriteStatus Writes { get; init; }

    /// <summary>How long it last took to read what all containers have counted and to write what is new, in seconds.</summary>
    public required double FlushSeconds { get; init; }

    /// <summary>Resident memory of the daemon's process, in bytes. What the kernel holds for the probe is not in it.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>How many containers the engine has told of, traced or not, that exist still.</summary>
    public required int Known { get; init; }

    /// <summary>The containers that are being traced, by name.</summary>
    public required IReadOnlyList<TracedContainer> Traced { get; init; }

    /// <summary>Those that should be and are not, by name.</summary>
    public required IReadOnlyList<UntracedContainer> Untraced { get; init; }

    /// <summary>What is wrong with the daemon as a whole, for people; empty when it is well.</summary>
    public IReadOnlyList<string> Troubles =>
    [
        .. AgeSeconds >= Stalled ? [FormattableString.Invariant($"the daemon has not looked at its containers for {AgeSeconds:0} s")] : Array.Empty<string>(),
        .. Engine.Connected ? Array.Empty<string>() : [$"the engine is gone: {Engine.Problem}"],
        .. Writes.Failing,
    ];
}

/// <summary>A container that asks to be traced, or might, and is not.</summary>
/// <param name="Name">As the engine calls it, or its id.</param>
/// <param name="Id">64 hexadecimal digits.</param>
/// <param name="Reason">Why, and what to do.</param>
/// <param name="Since">When that was found.</param>
internal sealed record UntracedContainer(string Name, string Id, string Reason, DateTimeOffset Since);

/// <summary>How writing tracefiles goes.</summary>
/// <param name="Done">How often one was written.</param>
/// <param name="Failed">How often that failed; each is tried again.</param>
/// <param name="Last">When one was written last; null before the first.</param>
/// <param name="Failing">The failures that are not over, as lines for people.</param>
internal sealed record WriteStatus(ulong Done, ulong Failed, DateTimeOffset? Last, IReadOnlyList<string> Failing);

/// <summary>The engine that a daemon follows.</summary>
/// <param name="Endpoint">Where it is asked: <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Version">What it says that it is; empty when it has not said.</param>
/// <param name="Connected">Whether it answers now.</param>
/// <param name="Since">Since when it has answered, or has not.</param>
/// <param name="Problem">Why it does not answer; empty when it does.</param>
/// <param name="Events">How many events it has told.</param>
internal sealed record EngineStatus(string Endpoint, string Version, bool Connected, DateTimeOffset Since, string Problem, ulong Events);
