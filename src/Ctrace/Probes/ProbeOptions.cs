namespace Ctrace.Probes;

/// <summary>How a <see cref="TraceProbe"/> is set up.</summary>
internal sealed record ProbeOptions
{
    /// <summary>How many containers at once, 1 to 65536. Each takes 17 KiB of kernel memory, and 16 KiB for each stripe.</summary>
    public int Slots { get; init; } = 1024;

    /// <summary>
    /// How many slots containers may hold that nobody has confirmed (<see cref="TraceProbe.Confirm"/>): what is known of them is a
    /// directory's name. Null: all.
    /// </summary>
    public int? Unconfirmed { get; init; }

    /// <summary>Whether calls that fail or are denied are recorded with their errno. Costs every syscall of the host some 35 ns.</summary>
    public bool Failures { get; init; }

    /// <summary>
    /// Whether it is recorded what is refused, and to which program. Costs every syscall of the host some 35 ns, as
    /// <see cref="Failures"/> do, which include it.
    /// </summary>
    public bool Refusals { get => field || Failures; init; }

    /// <summary>Whether of all calls the values of arguments are recorded that decide what a call can reach (tables/arguments.csv), and not of few alone.</summary>
    public bool Arguments { get; init; }

    /// <summary>How many combinations of arguments are kept in all, 1 or more; each takes some 128 bytes of kernel memory once it is there.</summary>
    public int ArgumentEntries { get; init; } = 65536;

    /// <summary>How often the room in the maps that all slots share (<see cref="Rooms"/>) is halved: for tests that fill it.</summary>
    public int RoomHalvings { get; init; }

    /// <summary>Whether files, networks, signals and mounts are recorded: see <see cref="FilesProbe"/>. Watches each syscall's end, too.</summary>
    public bool Files { get; init; }

    /// <summary>Whether the runtime's own set-up steps in the container's cgroup are counted.</summary>
    public bool Runtime { get; init; }

    /// <summary>Whether commands outside of containers are recorded too; without, what runs on the host itself is passed over sooner.</summary>
    public bool Commands { get; init; }

    /// <summary>Whether processes and their future children are recorded (<see cref="SlotRegister.Process"/>), and no cgroups.</summary>
    public bool Followed { get; init; }

    /// <summary>Whether each event is said on the kernel's trace pipe.</summary>
    public bool Debug { get; init; }
}
