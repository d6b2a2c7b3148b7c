using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class DecidingArgumentTests
{
    [Fact]
    public void EveryRowIsAKnownCallOnceInOrderWithItsSource()
    {
        var rows = TableFile.Rows("arguments.csv").ToList();
        Assert.Equal(rows.Select(row => row[0]).Order(StringComparer.Ordinal).Distinct(), rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Contains(Architecture.All, architecture => Syscalls.Number(architecture, row[0]) is not null));
        Assert.All(rows, row => Assert.All(row, field => Assert.NotEmpty(field)));
        Assert.Equal(DecidingArgument.Calls, rows.Select(row => row[0]));
    }

    /// <summary>Two conditions on one argument would be alternatives to a runtime; and of 32-bit calls libseccomp looks at 32 bits.</summary>
    [Fact]
    public void ArgumentsAscendAndHaveTheirBitsInTheLowerHalf() => Assert.All(DecidingArgument.Calls, call =>
    {
        var arguments = DecidingArgument.Of(call);
        Assert.Equal(arguments.Select(argument => argument.Index).Order().Distinct(), arguments.Select(argument => argument.Index));
        Assert.All(arguments, argument => Assert.InRange(argument.Index, 0, 5));
        Assert.All(arguments, argument => Assert.InRange(argument.Mask, 1ul, uint.MaxValue));
    });

    /// <summary>The kernel side reads eight bytes, at argument 0.</summary>
    [Fact]
    public void OneCallHasWhatCountsInMemory()
    {
        Assert.Equal(["clone3"], DecidingArgument.Calls.Where(call => DecidingArgument.Of(call).IsEmpty));
        Assert.Equal([new DecidingArgument(0, 0xffff_ffff_fe87_ff80, IsPointed: true)], DecidingArgument.Recorded("clone3"));
        Assert.Equal([0x1_1000_0080ul], DecidingArgument.RecordedValues("clone3", [0x1_1178_0080ul, 64, 0, 0, 0, 0]));
        Assert.Empty(DecidingArgument.Values("clone3", [1, 2, 3, 4, 5, 6]));
    }

    /// <summary>What is a pointer says nothing about what a call reaches, and is another one in each run.</summary>
    [Fact]
    public void NoneIsAPointer() => Assert.All(DecidingArgument.Calls, call => Assert.All(DecidingArgument.Of(call), argument =>
        Assert.All(TableFile.Rows("signatures.csv").Where(row => row[0] == call), row => Assert.DoesNotContain("*", row[1].Split(';')[argument.Index], StringComparison.Ordinal))));

    [Theory]
    [InlineData("socket", "2 80001 0", "2 1 0")] // SOCK_CLOEXEC reaches nothing
    [InlineData("socket", "ffffffff00000002 1 0", "2 1 0")] // int: the kernel takes the lower half
    [InlineData("clone", "3d0f00", "50f00")] // glibc's thread
    [InlineData("clone", "1200011", "0")] // glibc's fork
    [InlineData("clone", "11", "0")] // musl's
    [InlineData("clone", "10000011", "10000000")] // CLONE_NEWUSER
    [InlineData("setsockopt", "3 1 2", "1 2")]
    [InlineData("read", "1 2 3", "")]
    public void OnlyWhatDecidesCounts(string call, string given, string values)
    {
        var six = given.Split(' ').Select(value => Convert.ToUInt64(value, 16)).Concat(new ulong[6]).Take(6).ToImmutableArray();
        Assert.Equal(values, string.Join(' ', DecidingArgument.Values(call, six).Select(value => value.ToString("x", null))));
    }
}
