using Ctrace.Core.Rehearsals;
using Xunit;

namespace Ctrace.Core.Tests.Rehearsals;

public sealed class PlannedStepTests
{
    // SigCgt of nginx's master, of redis-server, and of a Go program, as /proc has them.
    private const ulong Nginx = 0x18016a07, Redis = 0x4442002, Go = 0xfffffffd7fc1feff;

    [Fact]
    public void AServerThatHandlesSignalsGetsThem() => Assert.Equal(
        ["start", "idle", "hup", "usr1", "child", "stop", "int", "kill"], Done(new ContainerTraits(false, "nginx", Nginx, 2, 3, false)));

    [Fact]
    public void SignalsThatWouldMeanSomethingElseAreNotSent()
    {
        Assert.Equal(["start", "idle", "stop", "kill"], Done(new ContainerTraits(false, "sh", 0, 0, 15, false)));
        Assert.Equal(["start", "idle", "stop", "int", "kill"], Done(new ContainerTraits(false, "redis-server", Redis, 0, 15, false)));
    }

    [Theory]
    [InlineData("node", 0x3ul << 9, "it is not known that SIGUSR1 has it open its logs again")]
    [InlineData("nginx", 0, "its first process has no handler for SIGUSR1")]
    [InlineData("php-fpm8.2", 0x200, null)]
    [InlineData("apache2", 0x200, null)]
    public void Usr1IsOnlyForThoseThatAreKnown(string program, ulong caught, string? reason) =>
        Assert.Equal(reason, KnownSignals.AgainstRotation(new ContainerTraits(false, program, caught, 0, 15, false)));

    [Theory]
    [InlineData("java", 1, "SIGHUP ends it")]
    [InlineData("node", 1, "SIGHUP ends it")]
    [InlineData("caddy", Go, "its runtime handles every signal: what SIGHUP means to it is not known")]
    [InlineData("prometheus", Go, null)]
    [InlineData("anything", 1, null)]
    public void HupIsNotForThoseThatItEnds(string program, ulong caught, string? reason) =>
        Assert.Equal(reason, KnownSignals.AgainstReload(new ContainerTraits(false, program, caught, 0, 15, false)));

    [Fact]
    public void WhatEndsByItselfIsStartedAgain()
    {
        var plan = PlannedStep.Of(RehearsalStep.Parse("+disk"), new ContainerTraits(true, "", 0, 0, 15, false));
        Assert.Equal(["start", "again"], plan.Where(step => step.LeftOut is null).Select(step => step.Step.Name));
        Assert.All(plan.Where(step => step.LeftOut is not null), step => Assert.Contains(step.LeftOut, (string?[])["it ends by itself", "it has no volume"]));
    }

    private static IEnumerable<string> Done(ContainerTraits traits) =>
        PlannedStep.Of(RehearsalStep.Parse(null), traits).Where(step => step.LeftOut is null).Select(step => step.Step.Name);
}
