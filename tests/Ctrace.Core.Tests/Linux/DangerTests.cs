using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class DangerTests
{
    [Fact]
    public void EachIsACallOrACapabilityWithAReasonAndASource()
    {
        Assert.All(Danger.Syscalls, danger => Assert.Contains(Architecture.All, architecture => Syscalls.Number(architecture, danger.Name) is not null));
        Assert.All(Danger.Capabilities, danger => Assert.NotNull(Capability.Number(danger.Name)));
        Assert.All(Danger.Syscalls.Concat(Danger.Capabilities), danger =>
        {
            Assert.NotEmpty(danger.Why);
            Assert.Matches(@"\w+\(\d\)|CVE-\d{4}-\d+|Linux \d", danger.Source);
        });
    }

    [Fact]
    public void TheyAreSortedAndEachIsThereOnce()
    {
        foreach (var names in new[] { Danger.Syscalls.Select(danger => danger.Name), Danger.Capabilities.Select(danger => danger.Name) })
        {
            Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        }
    }
}
