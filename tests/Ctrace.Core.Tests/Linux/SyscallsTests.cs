using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class SyscallsTests
{
    public static TheoryData<string> Architectures => [.. Architecture.All.Select(architecture => architecture.Name)];

    // From the manual page of each call, syscalls(2), and the kernel's changelogs; none is read from the tables.
    [Theory]
    [InlineData("x86_64", 0, "read")]
    [InlineData("x86_64", 59, "execve")]
    [InlineData("x86_64", 156, "_sysctl")]
    [InlineData("x86_64", 185, "security")]
    [InlineData("x86_64", 334, "rseq")]
    [InlineData("x86_64", 335, "uretprobe")]
    [InlineData("x86_64", 336, "uprobe")]
    [InlineData("x86_64", 435, "clone3")]
    [InlineData("x86_64", 467, "open_tree_attr")]
    [InlineData("x86_64", 468, "file_getattr")]
    [InlineData("x86_64", 469, "file_setattr")]
    [InlineData("i386", 1, "exit")]
    [InlineData("i386", 17, "break")]
    [InlineData("i386", 102, "socketcall")]
    [InlineData("i386", 384, "arch_prctl")]
    [InlineData("i386", 469, "file_setattr")]
    [InlineData("x32", 0, "read")]
    [InlineData("x32", 512, "rt_sigaction")]
    [InlineData("x32", 520, "execve")]
    [InlineData("x32", 469, "file_setattr")]
    [InlineData("aarch64", 0, "io_setup")]
    [InlineData("aarch64", 25, "fcntl")]
    [InlineData("aarch64", 38, "renameat")]
    [InlineData("aarch64", 56, "openat")]
    [InlineData("aarch64", 79, "newfstatat")]
    [InlineData("aarch64", 163, "getrlimit")]
    [InlineData("aarch64", 447, "memfd_secret")]
    [InlineData("aarch64", 469, "file_setattr")]
    [InlineData("arm", 0, "restart_syscall")]
    [InlineData("arm", 341, "arm_sync_file_range")]
    [InlineData("arm", 469, "file_setattr")]
    [InlineData("arm", 0xf0001, "breakpoint")]
    [InlineData("arm", 0xf0005, "set_tls")]
    public void ANumberHasItsNameAndBack(string architecture, int number, string name)
    {
        var found = Architecture.Find(architecture)!;
        Assert.Equal(name, Syscalls.Name(found, number));
        Assert.Equal(number, Syscalls.Number(found, name));
    }

    // 337 to 423 are reserved on x86_64, 512 is x32's, 470 is of Linux 6.19; x32 has no rt_sigaction at x86_64's number;
    // arm64 has no calls of the other generic architectures (244), nor those for 32-bit time (403); 7 of arm is retired.
    [Theory]
    [InlineData("x86_64", 337)]
    [InlineData("x86_64", 470)]
    [InlineData("x86_64", 512)]
    [InlineData("x86_64", -1)]
    [InlineData("x86_64", int.MaxValue)]
    [InlineData("x86_64", int.MinValue)]
    [InlineData("x86_64", Syscalls.X32Bit)]
    [InlineData("i386", 222)]
    [InlineData("x32", 13)]
    [InlineData("x32", -1)]
    [InlineData("aarch64", 244)]
    [InlineData("aarch64", 403)]
    [InlineData("arm", 7)]
    [InlineData("arm", 0xf0000)]
    [InlineData("arm", 0xf0007)]
    public void ANumberThatIsNotServedHasNoName(string architecture, int number) =>
        Assert.Null(Syscalls.Name(Architecture.Find(architecture)!, number));

    [Theory]
    [InlineData("x86_64", "waitpid")]
    [InlineData("x86_64", "listns")]
    [InlineData("x86_64", "READ")]
    [InlineData("x86_64", "sys_read")]
    [InlineData("x86_64", "")]
    [InlineData("aarch64", "open")]
    [InlineData("arm", "time")]
    public void ANameThatIsNotServedHasNoNumber(string architecture, string name) =>
        Assert.Null(Syscalls.Number(Architecture.Find(architecture)!, name));

    [Fact]
    public void AnX32NumberIsFoundWithAndWithoutItsBit()
    {
        Assert.Equal("write", Syscalls.Name(Architecture.X32, 1));
        Assert.Equal("write", Syscalls.Name(Architecture.X32, 1 | Syscalls.X32Bit));
        Assert.Equal(1, Syscalls.Number(Architecture.X32, "write"));
        Assert.Null(Syscalls.Name(Architecture.X32, 13 | Syscalls.X32Bit));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryEntryIsFoundBothWays(string architecture)
    {
        var found = Architecture.Find(architecture)!;
        Assert.All(Syscalls.All(found), syscall =>
        {
            Assert.Equal(syscall.Name, Syscalls.Name(found, syscall.Number));
            Assert.Equal(syscall.Number, Syscalls.Number(found, syscall.Name));
        });
    }

    [Fact]
    public void AnArchitectureWithoutATableIsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Syscalls.All(new Architecture("vax", "SCMP_ARCH_VAX", 0)));
}
