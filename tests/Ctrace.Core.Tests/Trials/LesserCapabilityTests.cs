using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Xunit;

namespace Ctrace.Core.Tests.Trials;

/// <summary>When CAP_DAC_READ_SEARCH may do what CAP_DAC_OVERRIDE did.</summary>
public sealed class LesserCapabilityTests
{
    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 4, true)]
    [InlineData(3, 2, false)] // used once without the other being asked for: to write
    [InlineData(3, 0, false)]
    public void ItMayWhenItWasAskedForEachTime(ulong used, ulong denied, bool may)
    {
        var trace = TraceExamples.Of("openat") with
        {
            Capabilities = Counts<string>.Empty.Add(LesserCapability.Used, used),
            CapabilitiesDenied = denied > 0 ? Counts<string>.Empty.Add(LesserCapability.Lesser, denied) : Counts<string>.Empty,
        };
        Assert.Equal(may, LesserCapability.MaySuffice(trace));
        Assert.Equal([LesserCapability.Lesser], LesserCapability.Replace(trace).Capabilities.Keys);
        Assert.False(LesserCapability.MaySuffice(LesserCapability.Replace(trace)));
    }
}
