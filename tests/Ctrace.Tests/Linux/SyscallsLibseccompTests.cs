using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Tests.Linux;

/// <summary>The tables against the installed libseccomp, which has its own copy of the kernel's facts.</summary>
public sealed class SyscallsLibseccompTests
{
    // Debian 12's libseccomp 2.5.4 knows Linux 5.17: up to set_mempolicy_home_node.
    private const int NewestThatItMustKnow = 450;

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(architecture => architecture.Name)];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryNameThatBothKnowHasTheSameNumber(string name)
    {
        var architecture = Architecture.Find(name)!;
        var bit = architecture == Architecture.X32 ? Syscalls.X32Bit : 0;
        var common = 0;
        Assert.All(Syscalls.All(architecture), syscall =>
        {
            var number = Libseccomp.Number(architecture, syscall.Name);
            if (number >= 0)
            {
                common++;
                Assert.Equal(syscall.Number | bit, number);
            }
        });
        Assert.True(common > 300, $"only {common} names in common");
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryNumberThatItNamesUpToTheNewestHasThatName(string name)
    {
        var architecture = Architecture.Find(name)!;
        var bit = architecture == Architecture.X32 ? Syscalls.X32Bit : 0;
        Assert.Equal("set_mempolicy_home_node", Libseccomp.Name(architecture, NewestThatItMustKnow | bit));
        Assert.All([.. Enumerable.Range(0, 470), .. Enumerable.Range(512, 36), .. Enumerable.Range(0xf0000, 16)], number =>
        {
            if (Libseccomp.Name(architecture, number | bit) is { } known)
            {
                Assert.Equal(known, Syscalls.Name(architecture, number));
            }
        });
    }
}
