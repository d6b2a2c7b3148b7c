using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class CallerUsesLayoutTests
{
    [Fact]
    public void EachBitIsAUseAndOnlyNewOnesAreTold()
    {
        var before = default(CallerUsesLayout);
        before.Made[0] = 1 | (1UL << 63);
        before.Made[32] = 1UL << 13; // CAP_NET_RAW, behind the counters
        Assert.Equal([0u, 63, 2048 + 13], before.Uses());
        var now = before;
        now.Made[1] = 2;
        Assert.Equal([65u], now.Uses(before));
        Assert.Empty(now.Uses(now));
    }
}
