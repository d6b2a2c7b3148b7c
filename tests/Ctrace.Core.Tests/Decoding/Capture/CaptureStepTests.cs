using Ctrace.Core.Decoding.Capture;
using Xunit;

namespace Ctrace.Core.Tests.Decoding.Capture;

public sealed class CaptureStepTests
{
    [Fact]
    public void AnEmptyStepEndsAPlan() => Assert.Equal(CaptureKind.None, default(CaptureStep).Kind);
}
