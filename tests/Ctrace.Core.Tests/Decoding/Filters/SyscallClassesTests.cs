using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Decoding.Filters;

public sealed class SyscallClassesTests
{
    [Theory]
    [InlineData("x86_64")]
    [InlineData("i386")]
    public void ClassesAreThoseOfTheTable(string name)
    {
        var architecture = Architecture.Find(name)!;
        var rows = TableFile.Rows("classes.csv").Where(row => row[1] == name).ToLookup(row => row[0], row => row[2]);
        Assert.Equal(SyscallClasses.Names, rows.Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(
            row.Order(StringComparer.Ordinal),
            SyscallClasses.Numbers(row.Key, architecture)!.Select(number => Syscalls.Name(architecture, number)!).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void AnotherArchitectureHasTheSameNamesInThem()
    {
        Assert.Contains(Syscalls.Number(Architecture.Aarch64, "openat")!.Value, SyscallClasses.Numbers("file", Architecture.Aarch64)!);
        Assert.DoesNotContain(Syscalls.Number(Architecture.Aarch64, "read")!.Value, SyscallClasses.Numbers("file", Architecture.Aarch64)!);
    }

    [Theory]
    [InlineData("fiel")]
    [InlineData("")]
    [InlineData("file,x86_64")]
    public void AWordThatIsNoClassHasNone(string name) => Assert.Null(SyscallClasses.Numbers(name, Architecture.X86_64));
}
