using System.Text.Json;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class ContainerSecurityTests
{
    [Theory]
    [InlineData("[\"no-new-privileges\"]", true)]
    [InlineData("[\"no-new-privileges:true\"]", true)]
    [InlineData("[\"no-new-privileges=1\"]", true)]
    [InlineData("[\"no-new-privileges=true\",\"no-new-privileges=false\"]", false)]
    [InlineData("[\"label=disable\"]", false)]
    [InlineData("null", false)]
    public void KnowsNoNewPrivileges(string options, bool expected) => Assert.Equal(expected, Read(options, "false").NoNewPrivileges);

    [Theory]
    [InlineData("[\"seccomp=unconfined\"]", "false", true)]
    [InlineData("[\"seccomp:unconfined\"]", "false", true)]
    [InlineData("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\"]", "false", false)]
    [InlineData("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\"]", "true", false)]
    [InlineData("null", "false", false)]
    [InlineData("null", "true", true)]
    public void KnowsWhetherAFilterWasAskedFor(string options, string privileged, bool unconfined)
        => Assert.Equal(unconfined, Read(options, privileged).SeccompUnconfined);

    private static ContainerSecurity Read(string options, string privileged)
    {
        using var document = JsonDocument.Parse($"{{\"HostConfig\":{{\"SecurityOpt\":{options},\"Privileged\":{privileged}}}}}");
        return ContainerSecurity.Read(document.RootElement);
    }
}
