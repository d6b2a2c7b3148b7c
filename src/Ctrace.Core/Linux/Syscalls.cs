namespace Ctrace.Core.Linux;

/// <summary>
/// The syscalls of Linux by number and name, per architecture, as the kernel's own tables list them (Linux 6.18;
/// tables/syscalls.csv names the files). Calls that the kernel lists and does not implement any more are included:
/// a program can still make them, and gets ENOSYS.
/// </summary>
/// <remarks>
/// An x32 call carries bit 30 (<see cref="X32Bit"/>) in its number. The names' numbers here come without it, and
/// <see cref="Name"/> takes an x32 number with or without it.
/// </remarks>
public static class Syscalls
{
    /// <summary>__X32_SYSCALL_BIT (arch/x86/include/uapi/asm/unistd.h).</summary>
    public const int X32Bit = 0x4000_0000;

    // Each is read when its architecture is first asked for, which takes some 50 microseconds.
    private static readonly Lazy<NameTable> X86_64 = Table(SyscallTable.X86_64);
    private static readonly Lazy<NameTable> I386 = Table(SyscallTable.I386);
    private static readonly Lazy<NameTable> X32 = Table(SyscallTable.X32);
    private static readonly Lazy<NameTable> Aarch64 = Table(SyscallTable.Aarch64);
    private static readonly Lazy<NameTable> Arm = Table(SyscallTable.Arm);

    /// <summary>The name of a call, lower case; null when this kernel version has no such number.</summary>
    /// <param name="architecture">Whose numbering; one of <see cref="Architecture.All"/>.</param>
    /// <param name="number">From 0 up. Of arm, the private calls begin at 0xf0001 (breakpoint).</param>
    public static string? Name(Architecture architecture, int number) =>
        TableOf(architecture).Name(architecture == Architecture.X32 ? number & ~X32Bit : number);

    /// <summary>The number of a call, for x32 without bit 30; null when this architecture has no such name.</summary>
    /// <param name="architecture">Whose numbering; one of <see cref="Architecture.All"/>.</param>
    /// <param name="name">Exactly as the kernel spells it: lower case, without a <c>sys_</c>.</param>
    public static int? Number(Architecture architecture, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TableOf(architecture).Number(name);
    }

    /// <summary>All calls, by ascending number; for x32 without bit 30.</summary>
    /// <param name="architecture">Whose numbering; one of <see cref="Architecture.All"/>.</param>
    public static IReadOnlyList<(int Number, string Name)> All(Architecture architecture) => TableOf(architecture).Entries;

    private static Lazy<NameTable> Table(string runs) => new(() => NameTable.ParseRuns(runs, StringComparer.Ordinal));

    private static NameTable TableOf(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return architecture.Name switch
        {
            "x86_64" => X86_64.Value,
            "i386" => I386.Value,
            "x32" => X32.Value,
            "aarch64" => Aarch64.Value,
            "arm" => Arm.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "has no syscall table"),
        };
    }
}
