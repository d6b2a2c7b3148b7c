namespace Ctrace.Core.Linux;

/// <summary>
/// One system call interface: a numbering of syscalls. A machine has a native one and may have others beside it
/// (i386 and x32 on x86_64, arm on aarch64); the same number is another call in each.
/// </summary>
/// <param name="Name">As <c>uname -m</c> prints it (x86_64, i386, x32, aarch64, arm).</param>
/// <param name="Seccomp">The name in a seccomp profile (SCMP_ARCH_X86_64, ...; libseccomp, seccomp.h).</param>
/// <param name="Audit">AUDIT_ARCH_* (include/uapi/linux/audit.h); x32 shares that of x86_64.</param>
public sealed record Architecture(string Name, string Seccomp, uint Audit)
{
    /// <summary>64-bit x86.</summary>
    public static readonly Architecture X86_64 = new("x86_64", "SCMP_ARCH_X86_64", 0xC000_003E);

    /// <summary>32-bit x86: 32-bit programs, and int 0x80 from any program.</summary>
    public static readonly Architecture I386 = new("i386", "SCMP_ARCH_X86", 0x4000_0003);

    /// <summary>x32: x86_64 with 32-bit pointers; numbers carry bit 30 (__X32_SYSCALL_BIT, arch/x86/include/uapi/asm/unistd.h).</summary>
    public static readonly Architecture X32 = new("x32", "SCMP_ARCH_X32", 0xC000_003E);

    /// <summary>64-bit ARM.</summary>
    public static readonly Architecture Aarch64 = new("aarch64", "SCMP_ARCH_AARCH64", 0xC000_00B7);

    /// <summary>32-bit ARM, EABI.</summary>
    public static readonly Architecture Arm = new("arm", "SCMP_ARCH_ARM", 0x4000_0028);

    /// <summary>All that have a table, in a fixed order.</summary>
    public static IReadOnlyList<Architecture> All { get; } = [X86_64, I386, X32, Aarch64, Arm];

    /// <summary>The interfaces that a kernel of this architecture serves, the native one first.</summary>
    public IReadOnlyList<Architecture> Family => this == X86_64 ? [X86_64, I386, X32] : this == Aarch64 ? [Aarch64, Arm] : [this];

    /// <summary>Finds one by its name or a usual other spelling (amd64, i686, arm64, armv7l); null when unknown.</summary>
    public static Architecture? Find(string name) => name switch
    {
        "amd64" or "x64" => X86_64,
        "i486" or "i586" or "i686" or "x86" or "386" => I386,
        "arm64" => Aarch64,
        "armv7l" or "armv6l" or "armhf" => Arm,
        _ => All.FirstOrDefault(architecture => architecture.Name == name || architecture.Seccomp == name),
    };

    /// <inheritdoc />
    public override string ToString() => Name;
}
