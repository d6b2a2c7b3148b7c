using System.Text;
using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Rehearsals;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Xunit;

namespace Ctrace.Core.Tests.Rehearsals;

public sealed class StepComparisonTests
{
    private static readonly StepOutcome Fine = new(StepKind.Stop, TimeSpan.FromSeconds(1)) { ExitCode = 0, Check = new CheckOutcome(0, "PONG\n"), Log = ["ready", "bye"] };

    [Fact]
    public void TheSameIsTheSame() => Assert.True(Of(Fine, Fine, Fine).IsSame);

    [Fact]
    public void WhatIsOtherwiseIsTold()
    {
        Assert.Equal(["the container ended with 137, without restrictions it ended with 0"], Of(Fine, Fine, Fine with { ExitCode = 137 }).Differences);
        Assert.Equal(["the check ended with 1, without restrictions with 0"], Of(Fine, Fine, Fine with { Check = new CheckOutcome(1, "") }).Differences);
        Assert.Equal(["the check wrote something else: new: LOADING"], Of(Fine, Fine, Fine with { Check = new CheckOutcome(0, "LOADING\n") }).Differences);
        Assert.Equal(["its log: new: cannot save"], Of(Fine, Fine, Fine with { Log = ["ready", "cannot save", "bye"] }).Differences);
        Assert.Equal(["it was not reached: the service was not there"], Of(Fine, Fine, null).Differences);
    }

    [Fact]
    public void WhatDiffersByItselfIsNot()
    {
        Assert.True(Of(Fine, Fine with { ExitCode = 1 }, Fine with { ExitCode = 2 }).IsSame);
        Assert.True(Of(Fine, Fine with { Log = null }, Fine with { Log = ["other"] }).IsSame);
    }

    [Fact]
    public void WhatIsNotSurvivedWithoutRestrictionsIsLeftOut()
    {
        var ended = Fine with { Problem = "the container ended with 2" };
        Assert.Equal("not survived without restrictions: the container ended with 2", Of(ended, null, null).LeftOut);
        Assert.Equal("not always survived without restrictions: the container ended with 2", Of(Fine, ended, null).LeftOut);
        Assert.True(Of(ended, null, null).IsSame);
        Assert.Equal(["the container ended with 2"], Of(Fine, Fine, ended).Differences);
    }

    [Fact]
    public void ARefusalAloneCounts()
    {
        var chmod = new Denial("/bin/chmod", 7, new SyscallName(Architecture.X86_64, "chmod"), Errno.EPERM, "chmod(\"/tmp\", 0700) = -1 EPERM", TimeSpan.Zero, 2);
        var step = Of(Fine, Fine, Fine with { Denials = [chmod] });
        Assert.False(step.IsSame);
        Assert.Empty(step.Differences);
        Assert.True(Of(Fine, Fine, Fine with { Denials = [chmod with { Standing = Standing.Recorded }] }).IsSame);
        var text = RehearsalText.Lines([step], Architecture.X86_64).ToList();
        Assert.Equal("stop        stop, start on the same data     the same, with refusals", text[0]);
        Assert.StartsWith("denied: chmod answered EPERM, 2 times", text[1], StringComparison.Ordinal);
        Assert.Equal("1 step: 0 the same, 1 with refusals alone", text[^1]);
        var json = JsonDocument.Parse(Encoding.UTF8.GetString(RehearsalJson.Write([step]))).RootElement;
        Assert.False(json.GetProperty("same").GetBoolean());
        Assert.Equal("chmod", json.GetProperty("syscalls")[0].GetProperty("syscall").GetString());
        Assert.Equal(3, json.GetProperty("steps")[0].GetProperty("passes").GetArrayLength());
    }

    [Fact]
    public void WhatContainersWriteIsEscaped()
    {
        var step = Of(Fine, Fine, Fine with { Log = ["ready", "\u001b[2J", "bye"] });
        Assert.DoesNotContain(RehearsalText.Lines([step], Architecture.X86_64), line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    /// <summary>A line may come in the next step.</summary>
    [Fact]
    public void ALineThatComesLateIsNeitherMissingNorNew()
    {
        IReadOnlyList<PlannedStep> plan = [new(RehearsalStep.Of(StepKind.Idle), null), new(RehearsalStep.Of(StepKind.Stop), null)];
        StepOutcome[] before = [Fine with { Kind = StepKind.Idle, Log = ["worker 7 started"] }, Fine], now = [Fine with { Kind = StepKind.Idle, Log = [] }, Fine with { Log = ["worker 9 started", "ready", "bye"] }];
        Assert.All(StepComparison.Of(plan, before, before, now), step => Assert.True(step.IsSame));
        Assert.Equal([["its log: missing: worker 7 started"], []], StepComparison.Of(plan, before, before, [now[0], Fine]).Select(step => step.Differences));
    }

    private static StepComparison Of(StepOutcome? first, StepOutcome? second, StepOutcome? restricted) =>
        StepComparison.Of([new PlannedStep(RehearsalStep.Of(StepKind.Stop), null)], List(first), List(second), List(restricted))[0];

    private static IReadOnlyList<StepOutcome> List(StepOutcome? outcome) => outcome is null ? [] : [outcome];
}
