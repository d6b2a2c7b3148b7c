using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class KernelPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("/tmp/./a//b/", "/tmp/a/b")]
    [InlineData("/tmp/../../a", "/a")]
    [InlineData("/..", "/")]
    [InlineData("/tmp/...", "/tmp/...")]
    [InlineData("/proc/1234/task/77/comm", "/proc/0/task/0/comm")]
    [InlineData("/proc/12a/1", "/proc/12a/0")]
    [InlineData("/tmp/proc/12", "/tmp/proc/12")]
    [InlineData("/1", "/1")]
    public void IsPlain(string said, string path) => Assert.Equal(path, KernelPath.Resolve(said));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/mnt", "/mnt/")]
    [InlineData("/mnt/", "/mnt/")]
    public void ADirectoryEndsWithASlash(string said, string path) => Assert.Equal(path, KernelPath.Directory(said));
}
