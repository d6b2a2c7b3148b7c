using System.Text;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class PathTextTests
{
    [Fact]
    public void AnyBytesComeBack() =>
        Prop.ForAll(
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(),
            bytes => PathText.Encode(PathText.Decode(bytes)).SequenceEqual(bytes)).Hold();

    [Fact]
    public void Utf8IsItself() => Assert.Equal("/bin/é\U0001F600", PathText.Decode("/bin/é\U0001F600"u8));

    [Fact]
    public void OtherBytesAreLoneSurrogates()
    {
        // 0xC3 alone, an encoded surrogate (never valid UTF-8), an overlong slash.
        Assert.Equal("a\uDCC3b", PathText.Decode([(byte)'a', 0xC3, (byte)'b']));
        Assert.Equal("\uDCED\uDCB2\uDC80", PathText.Decode([0xED, 0xB2, 0x80]));
        Assert.Equal("\uDCC0\uDCAF", PathText.Decode([0xC0, 0xAF]));
    }

    [Fact]
    public void WhatIsNotFromBytesIsReplaced() => Assert.Equal("\uFFFD", Encoding.UTF8.GetString(PathText.Encode("\uD800")));
}
