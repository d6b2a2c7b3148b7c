using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class ContainerCapabilitiesTests
{
    [Theory]
    [InlineData("", "", false, 14, "chown", "sys_admin")]
    [InlineData("SYS_ADMIN CAP_NET_ADMIN", "", false, 16, "sys_admin net_admin", "")]
    [InlineData("", "cap_chown", false, 13, "kill", "chown")]
    [InlineData("chown", "ALL", false, 1, "chown", "kill")]
    [InlineData("ALL", "chown", false, 40, "sys_admin", "chown")]
    [InlineData("", "ALL", true, 41, "sys_admin", "")]
    [InlineData("NO_SUCH", "", false, 14, "", "no_such")]
    public void AreWhatTheOptionsMake(string added, string dropped, bool privileged, int count, string has, string lacks)
    {
        var capabilities = ContainerCapabilities.Of(Words(added), Words(dropped), privileged);
        Assert.Equal(count, capabilities.Count);
        Assert.Subset(capabilities.ToHashSet(), Words(has).ToHashSet());
        Assert.Empty(capabilities.Intersect(Words(lacks)));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
