using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>Where the kernel side counts which call: enum abi and the bases in bpf/abi/trace.h.</summary>
internal static class CallIndex
{
    private static readonly Architecture[] Abis = NativeArchitecture.Current == Architecture.Aarch64
        ? [Architecture.Aarch64, Architecture.Arm]
        : [Architecture.X86_64, Architecture.I386, Architecture.X32];

    /// <summary>The architectures that programs can have here, the native one first.</summary>
    public static IReadOnlyList<Architecture> Architectures => Abis;

    /// <summary>Whose numbering an ABI has; null when there is no such ABI.</summary>
    public static Architecture? ArchitectureOf(int abi) => (uint)abi < (uint)Abis.Length ? Abis[abi] : null;

    /// <summary>The counter of a call, or null when it has none.</summary>
    public static int? Of(Architecture architecture, int number) => Of(Array.IndexOf(Abis, architecture), number);

    /// <summary>The same, by ABI: 0 native, 1 compat, 2 x32 (number without its bit 30).</summary>
    public static int? Of(int abi, int number) => (abi, number) switch
    {
        (0, >= 0 and < CounterLayout.CompatBase) => number,
        (1, >= 0 and < CounterLayout.X32Base - CounterLayout.CompatBase) when Abis.Length > 1 => CounterLayout.CompatBase + number,
        (2, >= 0 and < CounterLayout.Size - CounterLayout.X32Base) when Abis.Length > 2 => CounterLayout.X32Base + number,
        _ => null,
    };

    /// <summary>Whether a counter's call is one that a table has.</summary>
    public static bool IsNamed(int index)
    {
        var (architecture, number) = Place(index);
        return Syscalls.Name(architecture, number) is not null;
    }

    /// <summary>The call that a counter stands for.</summary>
    public static SyscallName Name(int index)
    {
        var (architecture, number) = Place(index);
        return new SyscallName(architecture, Syscalls.Name(architecture, number) ?? $"syscall_{number}");
    }

    private static (Architecture Architecture, int Number) Place(int index)
    {
        var (abi, number) = index switch
        {
            < CounterLayout.CompatBase => (0, index),
            < CounterLayout.X32Base => (1, index - CounterLayout.CompatBase),
            _ => (Math.Min(2, Abis.Length - 1), index - CounterLayout.X32Base),
        };
        return (Abis[abi], number);
    }
}
