using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Xunit;
using static Ctrace.Core.Tests.Decoding.Sample;

namespace Ctrace.Core.Tests.Decoding;

public sealed class CallFormatterTests
{
    [Fact]
    public void ShortLinesAreFilledUpToTheResultsColumn() =>
        Assert.Equal("close(3)                                = 0", new Sample("close", 3) { Options = new() }.Line);

    [Fact]
    public void ThePrefixCountsForTheColumn()
    {
        var line = new CallFormatter(new()).Line(new Sample("close", 3).Call, LinePrefix.Pid(7));
        Assert.Equal("[pid     7] close(3)                    = 0", line);
    }

    [Theory]
    [InlineData(-2, "-1 ENOENT (No such file or directory)")]
    [InlineData(-512, "? ERESTARTSYS (To be restarted if SA_RESTART is set)")]
    [InlineData(-513, "? ERESTARTNOINTR (To be restarted)")]
    [InlineData(-514, "? ERESTARTNOHAND (To be restarted if no handler)")]
    [InlineData(-516, "? ERESTART_RESTARTBLOCK (Interrupted by signal)")]
    [InlineData(-4000, "-1 (errno 4000)")]
    [InlineData(-4096, "-4096")]
    public void AnErrorHasItsNameAndMeaning(long result, string text) =>
        Assert.Equal($"pause() = {text}", new Sample("pause") { Result = result }.Line);

    [Fact]
    public void ACallThatNeverReturnedHasNoResult() => Assert.Equal("exit_group(3) = ?", new Sample("exit_group", 3) { Result = null }.Line);

    [Fact]
    public void TheTimeSpentFollowsTheResult() => Assert.Equal("getpid() = 5 <0.000012>", new Sample("getpid")
    {
        Result = 5,
        Duration = TimeSpan.FromMicroseconds(12),
        Options = new() { ResultColumn = 0, ShowsDuration = true },
    }.Line);

    [Fact]
    public void ACallIsToldInTwoHalves()
    {
        var call = new Sample("read", 4, 0x1000, 10) { Result = 0 }.Call;
        var formatter = new CallFormatter(new() { ResultColumn = 0 });
        Assert.Equal("read(4,  <unfinished ...>", formatter.Unfinished(call));
        Assert.Equal("<... read resumed>\"\", 10) = 0", formatter.Resumed(call));
    }

    [Fact]
    public void WhatHasNoOutputIsToldAtOnce()
    {
        var call = new Sample("rseq", 0x1000, 32, 0, 5).Call;
        var formatter = new CallFormatter(new() { ResultColumn = 0 });
        Assert.Equal("rseq(0x1000, 0x20, 0, 0x5 <unfinished ...>", formatter.Unfinished(call));
        Assert.Equal("<... rseq resumed>) = 0", formatter.Resumed(call));
    }

    [Fact]
    public void CloneTellsTheChildsIdAtItsEnd()
    {
        var call = new Sample("clone", 0x1200011, 0, 0, 0x7000, 0) { Result = 9 }.Call;
        var formatter = new CallFormatter(new() { ResultColumn = 0 });
        Assert.Equal("clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD <unfinished ...>", formatter.Unfinished(call));
        Assert.Equal("<... clone resumed>, child_tidptr=0x7000) = 9", formatter.Resumed(call));
    }

    [Fact]
    public void Clone3TellsTheThreadsIdAtItsEnd()
    {
        var thread = Longs(0x3d0f00, 0, 0x7990, 0x7990, 0, 0x5000, 0x7fff80, 0x76c0, 0, 0, 0);
        var call = new Sample("clone3", 0x1000, 88) { Result = 77 }.Enter(0, thread).Call;
        var formatter = new CallFormatter(new() { ResultColumn = 0 });
        Assert.Equal(
            "clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID, "
            + "child_tid=0x7990, parent_tid=0x7990, exit_signal=0, stack=0x5000, stack_size=0x7fff80, tls=0x76c0} <unfinished ...>",
            formatter.Unfinished(call));
        Assert.Equal("<... clone3 resumed> => {parent_tid=[77]}, 88) = 77", formatter.Resumed(call));
    }

    [Fact]
    public void DescriptorsHaveNamesThatCannotEndTheirBrackets()
    {
        string? Name(int descriptor) => descriptor switch { 3 => "/a<b>\"c\n", 4 => "/gone (deleted)", -100 => "/home", _ => null };
        var formatter = new CallFormatter(new() { ResultColumn = 0, ShowsDescriptors = true });
        Assert.Equal("close(3</a\\74b\\76\"c\\n>) = 0", formatter.Line(new Sample("close", 3).Call, "", Name));
        Assert.Equal("dup(4</gone>(deleted)) = 5", formatter.Line(new Sample("dup", 4) { Result = 5 }.Call, "", Name));
        Assert.Equal("mkdirat(AT_FDCWD</home>, \"a\", 0755) = 0", formatter.Line(new Sample("mkdirat", 0xffffff9c, 1, 0x1ed).Text(1, "a").Call, "", Name));
    }

    [Fact]
    public void NamesAreNotAskedForUnlessTheyAreShown() =>
        Assert.Equal("close(3) = 0", new CallFormatter(new() { ResultColumn = 0 }).Line(new Sample("close", 3).Call, "", _ => "/a"));

    [Fact]
    public void AnUnknownNumberIsShownAsSuch() => Assert.Equal(
        "syscall_0x1f4(0x1, 0x2, 0, 0, 0, 0) = -1 ENOSYS (Function not implemented)",
        new CallFormatter(new() { ResultColumn = 0 }).Line(new TracedCall(Architecture.X86_64, 500, [1, 2], -38, default, [])));

    [Fact]
    public void ACallWithoutARowIsPrintedByItsTypes() => Assert.Equal("sched_setattr(0, 0x1000, 0x1) = 0", new Sample("sched_setattr", 0, 0x1000, 1).Line);

    [Fact]
    public void MemoryThatCouldNotBeReadIsAnAddress() =>
        Assert.Equal("openat(AT_FDCWD, 0x1000, O_RDONLY) = -1 EFAULT (Bad address)", new Sample("openat", 0xffff_ffff_ffff_ff9c, 0x1000) { Result = -14 }.Line);

    [Theory]
    [InlineData(0, "\"\"...")]
    [InlineData(3, "\"abc\"...")]
    [InlineData(5, "\"abcde\"")]
    public void ABufferIsCutAtTheLimit(int limit, string shown) => Assert.Equal(
        $"write(1, {shown}, 5) = 5",
        new Sample("write", 1, 0x1000, 5) { Result = 5, Options = new() { ResultColumn = 0, StringLimit = limit } }.Enter(1, "abcde"u8.ToArray()).Line);

    [Theory]
    [InlineData(-1)]
    [InlineData(4097)]
    public void ALimitOutOfRangeIsRefused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CallFormatter(new() { StringLimit = limit }));
}
