using Ctrace.Core.Linux;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests;

public sealed class SpellingTests
{
    private static readonly string[] Names = [.. Syscalls.All(Architecture.X86_64).Select(syscall => syscall.Name)];

    [Theory]
    [InlineData("opennat", "openat")]
    [InlineData("opneat", "openat")]
    [InlineData("OPENAT3", "openat")]
    [InlineData("gtepid", "getpid")]
    [InlineData("clone4", "clone")]
    [InlineData("raed", "read")]
    [InlineData("stat64", "stat")]
    [InlineData("sched_getscheduller", "sched_getscheduler")]
    public void AMistypedNameIsFound(string typed, string meant) => Assert.Equal(meant, Spelling.ClosestName(typed, Names));

    [Theory]
    [InlineData("")]
    [InlineData("qqqqqqqq")]
    [InlineData("\u001b[31m")]
    [InlineData("1234567")]
    public void AnotherWordIsNot(string typed) => Assert.Null(Spelling.ClosestName(typed, Names));

    [Fact]
    public void OfEquallyCloseNamesTheFirstInOrdinalOrderIsTaken() =>
        Assert.Equal("abcdef1", Spelling.ClosestName("abcdef", ["abcdef3", "abcdef1", "abcdef2"]));

    [Fact]
    public void NeighboursThatChangedPlacesCountAsOneLetter() =>
        Assert.Equal("acb", Spelling.ClosestName("abc", ["cab", "acb"]));

    [Fact]
    public void AnEndlessWordIsNotWorkedOn() => Assert.Null(Spelling.ClosestName(new string('a', 100_000), [new string('a', 100_001)]));

    [Fact]
    public void NothingIsCloseToNoNames() => Assert.Null(Spelling.ClosestName("read", []));

    [Fact]
    public void ANameIsClosestToItself() => Assert.All(Names, name => Assert.Equal(name, Spelling.ClosestName(name, Names)));

    [Fact]
    public void OneLetterMoreStillFindsTheName() =>
        Prop.ForAll(Gen.Elements(Names).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (name, at) =>
            Spelling.ClosestName(name.Insert(at % (name.Length + 1), "Q"), [name]) == name).Hold();
}
