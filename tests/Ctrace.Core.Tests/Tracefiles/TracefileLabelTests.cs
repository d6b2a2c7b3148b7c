using Ctrace.Core.Tracefiles;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class TracefileLabelTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 19, 15, 4, 5, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("myapp-trace", "myapp-trace")]
    [InlineData("myapp-%Y-W%V", "myapp-2026-W47")]
    [InlineData("%Y/%b/myapp%%", "2026/Nov/myapp%")]
    [InlineData("%H.%M%z", "15.04+0100")]
    [InlineData("%D", "11/19/26")]
    public void IsExpandedAndThenChecked(string value, string path) => Assert.Equal(path, TracefileLabel.Resolve(value, Time, "CET").Text);

    [Theory]
    [InlineData("%n", "it has characters that are not seen")]
    [InlineData("a%tb", "it has characters that are not seen")]
    [InlineData("%Z/../x", "it has the name '..' in it")]
    [InlineData("%1000000000d", "it is longer than 4095 bytes")]
    [InlineData("", "it is empty")]
    public void HostileValuesAreRefused(string value, string reason) =>
        Assert.Contains(reason, Assert.Throws<CtraceException>(() => TracefileLabel.Resolve(value, Time, "CET")).Message, StringComparison.Ordinal);

    [Fact]
    public void TheZonesNameIsCheckedToo() =>
        Assert.Throws<CtraceException>(() => TracefileLabel.Resolve("%Z", Time, "../../x"));
}
