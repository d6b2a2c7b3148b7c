using Ctrace.Core.Profiles.Selinux;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Selinux;

public sealed class SelinuxPolicyTests
{
    private static readonly Trace Used = TraceExamples.Of("read").WithCapabilities("chown", "setfcap", "mac_override", "checkpoint_restore", "capability_63");

    [Theory]
    [InlineData("both-classes", NetworkAccess.None)]
    [InlineData("restricted", NetworkAccess.Restricted)]
    [InlineData("full", NetworkAccess.Full)]
    public void IsTheGoldenModule(string name, object network) => GoldenFile.Check($"Selinux/{name}.cil", SelinuxPolicy.Write("web", Used, (NetworkAccess)network));

    [Fact]
    public void WithoutCapabilitiesThereIsOnlyTheTemplate() =>
        Assert.Equal("(block web\n    (blockinherit container)\n)\n", SelinuxPolicy.Write("web", TraceExamples.Of("read"), NetworkAccess.None));

    [Theory]
    [InlineData("web", true)]
    [InlineData("my-web_2", true)]
    [InlineData("2web", false)]
    [InlineData("a.b", false)]
    [InlineData("a)(b", false)]
    [InlineData("", false)]
    public void ANameNamesOneBlock(string name, bool isOne) => Assert.Equal(isOne, SelinuxPolicy.IsName(name));
}
