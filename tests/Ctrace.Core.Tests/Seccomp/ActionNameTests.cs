using Ctrace.Core.Seccomp;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp;

public sealed class ActionNameTests
{
    [Theory]
    [InlineData("allow", SeccompAction.Allow, 0)]
    [InlineData("kill_process", SeccompAction.KillProcess, 0)]
    [InlineData("kill_thread", SeccompAction.KillThread, 0)]
    [InlineData("errno", SeccompAction.Errno, 1)]
    [InlineData("errno:ENOSYS", SeccompAction.Errno, 38)]
    [InlineData("errno:13", SeccompAction.Errno, 13)]
    [InlineData("errno:0", SeccompAction.Errno, 0)]
    [InlineData("trace:65535", SeccompAction.Trace, 65535)]
    public void WhatUsersWriteIsAnAction(string text, SeccompAction action, int data) => Assert.Equal(new FilterReturn(action, data), ActionName.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("errno:")]
    [InlineData("errno:EWHAT")]
    [InlineData("errno:4096")]
    [InlineData("errno:-1")]
    [InlineData("trace:65536")]
    [InlineData("allow:1")]
    [InlineData("SCMP_ACT_ALLOW")]
    public void AllElseIsNone(string text) => Assert.Null(ActionName.Parse(text));

    [Fact]
    public void EveryActionHasAName() =>
        Assert.All(Enum.GetValues<SeccompAction>(), action => Assert.Equal(action, ActionName.Find(ActionName.Of(action))));

    [Fact]
    public void WhatIsShownCanBeWritten() => Assert.All(
        Enum.GetValues<SeccompAction>().Where(action => action != SeccompAction.Trace),
        action => Assert.Equal(action, ActionName.Parse(new FilterReturn(action, action == SeccompAction.Errno ? 38 : 0).ToString())?.Action));
}
