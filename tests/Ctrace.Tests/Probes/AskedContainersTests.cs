using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>Which container a request to an engine asks to start.</summary>
public sealed class AskedContainersTests
{
    [Theory]
    [InlineData("POST /v1.41/containers/web/start HTTP/1.1\r\n", "web")]
    [InlineData("POST /containers/web/start?detachKeys= HTTP/1.1", "web")]
    [InlineData("POST /v4.3.1/libpod/containers/web/restart HTTP/1.1", "web")]
    [InlineData("POST /v1.41/containers/0123abcd/start HTTP/1.1\0\0", "0123abcd")]
    [InlineData("POST /v1.41/containers/a%2Fb/start HTTP/1.1", "a/b")]
    [InlineData("POST /v1.41/containers/web/wait?condition=next-exit HTTP/1.1", null)]
    [InlineData("POST /v1.41/containers/web", null)]
    [InlineData("POST /v1.41/containers//start HTTP/1.1", null)]
    [InlineData("POST /v1.41/images/create HTTP/1.1", null)]
    [InlineData("", null)]
    public void OnlyAStartNamesAContainer(string line, string? name) => Assert.Equal(name, AskedContainers.Named(line)?.Name);

    [Fact]
    public void AnExecIsInAContainerThatRuns()
    {
        Assert.Equal(("web", true), AskedContainers.Named("POST /v1.41/containers/web/exec HTTP/1.1"));
        Assert.Equal(("web", false), AskedContainers.Named("POST /v1.41/containers/web/start HTTP/1.1"));
    }
}
