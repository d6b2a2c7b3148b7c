using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Decoding;

public sealed class ConstantsTests
{
    [Fact]
    public void ConstantsAreThoseOfTheTable() => Assert.All(TableFile.Rows("constants.csv").Where(row => row[0] != "fcntl64_commands"), row =>
    {
        Assert.True(Constants.HasGroup(row[0]));
        Assert.NotNull(Constants.Group(row[0]).Name((ulong)long.Parse(row[2])));
    });

    [Fact]
    public void TheFirstNameOfAValueIsShown() => Assert.Equal("SCHED_FIFO", Constants.Group("sched_policies").Name(1));

    /// <summary>It is written into the code, since every path needs it.</summary>
    [Fact]
    public void TheCurrentDirectoryIsTheHeaders() => Assert.Equal(unchecked((ulong)Constants.AtFdcwd), Constants.Value("AT_FDCWD"));

    /// <summary>Every row of the decoding table can be read, in every architecture that has the call.</summary>
    [Fact]
    public void EveryRowOfTheDecodingTableIsWellFormed() => Assert.All(Architecture.All, architecture =>
        Assert.All(Syscalls.All(architecture), syscall => Assert.Empty(Signatures.Of(architecture, syscall.Name)[^1].Values)));

    [Fact]
    public void EveryRowIsOfASyscall()
    {
        var known = Architecture.All.SelectMany(Syscalls.All).Select(syscall => syscall.Name).ToHashSet();
        Assert.All(Signatures.Names, name => Assert.Contains(name, known));
    }
}
