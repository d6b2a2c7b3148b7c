using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>Where the kernel side counts which call: enum abi and the bases in bpf/abi/common.h.</summary>
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

    /// <summary>The same, by ABI: of x32 the number without its bit 30.</summary>
    public static int? Of(int abi, int number) => (abi, number) switch
    {
        (Contract.ABI_NATIVE, >= 0 and < Contract.COMPAT_BASE) => number,
        (Contract.ABI_COMPAT, >= 0 and < Contract.X32_BASE - Contract.COMPAT_BASE) when Abis.Length > 1 => Contract.COMPAT_BASE + number,
        (Contract.ABI_X32, >= 0 and < Contract.COUNTERS - Contract.X32_BASE) when Abis.Length > 2 => Contract.X32_BASE + number,
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
            < Contract.COMPAT_BASE => (Contract.ABI_NATIVE, index),
            < Contract.X32_BASE => (Contract.ABI_COMPAT, index - Contract.COMPAT_BASE),
            _ => (Math.Min(Contract.ABI_X32, Abis.Length - 1), index - Contract.X32_BASE),
        };
        return (Abis[abi], number);
    }
}
