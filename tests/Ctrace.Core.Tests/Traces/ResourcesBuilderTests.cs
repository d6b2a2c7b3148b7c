using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class ResourcesBuilderTests
{
    [Fact]
    public void PastTheLimitNewNamesAreLeftOut()
    {
        var builder = new ResourcesBuilder(limit: 40);
        builder.AddFile(new FileName("/a"), FileModes.Read);
        Assert.False(builder.IsIncomplete);
        builder.AddFile(new FileName("/" + new string('x', 40)), FileModes.Read);
        builder.AddLink(new FileLink("/b", "/a"));
        builder.AddLink(new FileLink("/c", "/a"));
        builder.AddFile(new FileName("/a"), FileModes.Write);
        Assert.True(builder.IsIncomplete);
        var built = builder.Build();
        Assert.Equal([new(new FileName("/a"), FileModes.Read | FileModes.Write)], built.Files);
        Assert.Equal([new FileLink("/b", "/a")], built.Links);
    }

    [Theory]
    [InlineData("a", FileScope.One)]
    [InlineData("/a/../b", FileScope.One)]
    [InlineData("/a", FileScope.Files)]
    public void WhatIsNoPathIsRefused(string path, FileScope scope) =>
        Assert.Throws<ArgumentException>(() => new ResourcesBuilder().AddFile(new FileName(path, scope), FileModes.Read));

    [Fact]
    public void WhatIsNoSignalIsRefused() => Assert.Throws<ArgumentException>(() => new ResourcesBuilder().AddSignal("SIGTERM"));
}
