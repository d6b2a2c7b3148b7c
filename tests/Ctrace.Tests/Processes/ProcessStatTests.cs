using Ctrace.Processes;
using Xunit;

namespace Ctrace.Tests.Processes;

public sealed class ProcessStatTests
{
    [Fact]
    public void ANameCanHoldWhatLooksLikeFields()
    {
        var stat = ProcessStat.Parse("7 (a) Z 1 (b)) S 1 5 5 34816 6 4194560 1 0 0 0 0 0 0 0 20 0 3 0 12345 1 1\n");
        Assert.Equal(new ProcessStat('S', Group: 5, Terminal: 34816, ForegroundGroup: 6, Threads: 3, StartTicks: 12345), stat);
        Assert.True(stat!.Lives);
    }

    [Theory]
    [InlineData('Z', 1, false)]
    [InlineData('X', 1, false)]
    [InlineData('Z', 2, true)] // its first thread has ended, another runs
    [InlineData('S', 1, true)]
    public void AProcessLivesWhileAThreadRuns(char state, int threads, bool lives) => Assert.Equal(lives, new ProcessStat(state, 1, 0, -1, threads, 1).Lives);

    [Fact]
    public void TheOwnProcessIsThereAndNoneHasTheNumberZero()
    {
        Assert.True(ProcessStat.Of("self") is { Lives: true } own && own == ProcessStat.Of(Environment.ProcessId)! with { State = own.State, Threads = own.Threads });
        Assert.Null(ProcessStat.Of(0));
        Assert.Null(ProcFiles.Status("0"));
        Assert.Equal($"{Environment.ProcessId}", ProcFiles.Status("self")!["Tgid"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 (cut off) S 1 2")]
    public void WhatIsCutOffIsNone(string text) => Assert.Null(ProcessStat.Parse(text));
}
