using System.Runtime.InteropServices;
using Ctrace.Core.Decoding.Capture;
using Xunit;

namespace Ctrace.Core.Tests.Decoding.Capture;

public sealed class CaptureStepTests
{
    [Fact]
    public void AStepLiesInAMapAsDocumented()
    {
        CaptureStep[] steps = [new(1, CapturePhase.Exit, CaptureKind.Array, 2, 0x0304, 0x0506)];
        var bytes = MemoryMarshal.AsBytes<CaptureStep>(steps).ToArray();
        Assert.Equal(CaptureStep.Bytes, bytes.Length);
        Assert.Equal([1, 1, 5, 2], bytes[..4]);
        Assert.Equal((0x0304, 0x0506), (BitConverter.ToUInt16(bytes, 4), BitConverter.ToUInt16(bytes, 6)));
    }

    [Fact]
    public void AnEmptyStepEndsAPlan() => Assert.Equal(CaptureKind.None, default(CaptureStep).Kind);
}
