using System.Runtime.InteropServices;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>What a kernel is asked to take: an object of bpf/, what of it is attached, and how it is set. Pure data; <see cref="ProbeLoader"/> loads it.</summary>
/// <param name="Object">The object's name: trace, files, capabilities, check, strace.</param>
internal sealed record ProbeSpec(string Object)
{
    /// <summary>The programs, in the order in which they are attached.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>The object's read-only data: see <see cref="BytesOf"/>.</summary>
    public required byte[] Constants { get; init; }

    /// <summary>How many entries maps have. A map that is not here has as many as the object says.</summary>
    public IReadOnlyList<(string Map, uint Count)> Entries { get; init; } = [];

    /// <summary>Maps of another object that the object uses instead of its own of the same name.</summary>
    public IReadOnlyList<BpfMap> Shared { get; init; } = [];

    /// <summary>Where the object keeps what it knows of a task.</summary>
    public TaskStorage Storage { get; init; } = TaskStorage.All[0];

    /// <summary>How the object sees capability checks; null where it looks at none.</summary>
    public CapabilityHook? Hook { get; init; }

    /// <summary>The constants that a structure of bpf/ holds.</summary>
    public static byte[] BytesOf<T>(in T constants)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in constants)).ToArray();

    /// <summary>This specification for each kind of kernel, the best first, with the programs that the kind needs beside the object's own.</summary>
    /// <param name="seesCapabilities">Whether the object looks at capability checks.</param>
    public IEnumerable<ProbeSpec> ForEachKernel(bool seesCapabilities) =>
        from storage in TaskStorage.All
        from hook in seesCapabilities ? CapabilityHook.All : (IEnumerable<CapabilityHook?>)[null]
        select this with { Storage = storage, Hook = hook, Programs = [.. storage.Programs, .. hook?.Programs ?? [], .. Programs] };
}
