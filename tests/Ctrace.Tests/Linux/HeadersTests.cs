using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Tests.Linux;

/// <summary>The tables against the headers that are installed. Headers newer than the tables may have more.</summary>
public sealed class HeadersTests
{
    // The newest number that all architectures share.
    private const int Newest = 469;

    /// <summary>The native architecture, and those that the same compiler can preprocess for.</summary>
    public static TheoryData<string, string[]> Compilers => NativeArchitecture.Current == Architecture.X86_64
        ? new() { { "x86_64", [] }, { "i386", ["-m32"] }, { "x32", ["-mx32"] } }
        : new() { { NativeArchitecture.Current.Name, [] } };

    [Theory]
    [MemberData(nameof(Compilers))]
    public void EverySyscallOfTheHeadersIsInTheTable(string name, string[] compilerOptions)
    {
        var architecture = Architecture.Find(name)!;
        var macros = Headers.Macros("asm/unistd.h", "__NR_", compilerOptions);
        Assert.True(macros.Count > 300, $"only {macros.Count} syscalls in asm/unistd.h");
        Assert.All(macros.Where(macro => macro.Number <= Newest || Syscalls.Number(architecture, macro.Name) is not null), macro =>
            Assert.Equal(macro.Name, Syscalls.Name(architecture, macro.Number)));
    }

    [Fact]
    public void EveryCapabilityOfTheHeadersIsInTheTable()
    {
        var macros = Headers.Macros("linux/capability.h", "CAP_");
        Assert.True(macros.Count > 40);
        Assert.All(macros.Where(macro => macro.Number <= Capability.Last), macro =>
            Assert.Equal(macro.Name.ToLowerInvariant(), Capability.Name(macro.Number)));
    }

    [Fact]
    public void EveryErrorOfTheHeadersIsInTheTable()
    {
        var macros = Headers.Macros("errno.h", "E");
        Assert.True(macros.Count > 130);
        Assert.All(macros.Where(macro => macro.Number < 134), macro => Assert.Equal("E" + macro.Name, Errno.Name(macro.Number)));
    }
}
