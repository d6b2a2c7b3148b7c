using Ctrace.Core;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class RunArgumentsTests : IDisposable
{
    private readonly FakeClient _fake = new();

    [Theory]
    [InlineData("image -d --cidfile x", false, "", 0)]
    [InlineData("-d image", true, "", 1)]
    [InlineData("-itd image", true, "", 1)]
    [InlineData("-dit image", true, "", 1)]
    [InlineData("-dp 80:80 image", true, "", 2)]
    [InlineData("-dp80:80 image", true, "", 1)]
    [InlineData("-pd image", false, "", 1)]
    [InlineData("-p d image -d", false, "", 2)]
    [InlineData("-p=80:80 -d image", true, "", 2)]
    [InlineData("-e -d image", false, "", 2)]
    [InlineData("-h -d image", false, "", 2)]
    [InlineData("-id=false image", false, "", 1)]
    [InlineData("-d --detach=false image", false, "", 2)]
    [InlineData("--detach=T image", true, "", 1)]
    [InlineData("--detach true image", true, "", 1)]
    [InlineData("--detach-keys -d image", false, "", 2)]
    [InlineData("--detach-keys=x -d image", true, "", 2)]
    [InlineData("--rm --disable-content-trust -d image", true, "", 3)]
    [InlineData("--memory-swap -1 -d image", true, "", 3)]
    [InlineData("--ip6 ::1 -d image", true, "", 3)]
    [InlineData("--net host -d image", true, "", 3)]
    [InlineData("--net-alias -d image", false, "", 2)]
    [InlineData("--hidden -d image", true, "", 2)]
    [InlineData("--cidfile a/b image", false, "a/b", 2)]
    [InlineData("--cidfile=a=b image --cidfile=c", false, "a=b", 1)]
    [InlineData("--cidfile a --cidfile= image", false, "", 3)]
    [InlineData("-e --cidfile=no image", false, "", 2)]
    [InlineData("--env --cidfile --rm image", false, "", 3)]
    [InlineData("--rm -- -d", false, "", 1)]
    [InlineData("--rm - -d", false, "", 1)]
    [InlineData("--unknown -d image", true, "", 2)]
    [InlineData("-Qd image", true, "", 1)]
    [InlineData("-e", false, "", 1)]
    [InlineData("--cidfile", false, "", 1)]
    public async Task ReadsOptionsAsTheClientDoes(string words, bool detached, string cidFile, int options)
    {
        var arguments = await ReadAsync(words);
        Assert.Equal((detached, cidFile, options), (arguments.Detached, arguments.CidFile, arguments.Options));
    }

    [Theory]
    [InlineData("image -v a:/a", "", "", false)]
    [InlineData("-v a:/a --volume=/b:/b:ro --mount type=bind,source=/c,target=/c image", "a:/a /b:/b:ro", "type=bind,source=/c,target=/c", false)]
    [InlineData("-itva:/a --volumes-from other image", "a:/a", "", true)]
    public async Task KnowsTheVolumes(string words, string volumes, string mounts, bool others)
    {
        var arguments = await ReadAsync(words);
        Assert.Equal((volumes, mounts, others), (string.Join(' ', arguments.Volumes), string.Join(' ', arguments.Mounts), arguments.HasVolumesOfOthers));
    }

    [Theory]
    [InlineData("image --cap-add CHOWN --privileged", "", "", false)]
    [InlineData("--cap-add=CHOWN --cap-add=SYS_ADMIN --cap-drop=ALL image", "CHOWN SYS_ADMIN", "ALL", false)]
    [InlineData("--privileged image", "", "", true)]
    [InlineData("--privileged=false image", "", "", false)]
    public async Task KnowsTheCapabilities(string words, string added, string dropped, bool privileged)
    {
        var arguments = await ReadAsync(words);
        Assert.Equal((added, dropped, privileged), (string.Join(' ', arguments.CapAdd), string.Join(' ', arguments.CapDrop), arguments.Privileged));
    }

    [Theory]
    [InlineData("--rm image --rm", "--rm --cidfile /c image --rm")]
    [InlineData("-e a -- image", "-e a --cidfile /c -- image")]
    [InlineData("image", "--cidfile /c image")]
    [InlineData("--cidfile x image", "--cidfile x image")]
    [InlineData("--cidfile= image", "--cidfile= --cidfile /c image")]
    public async Task AsksForTheIdBeforeTheImage(string words, string expected)
        => Assert.Equal(expected, string.Join(' ', (await ReadAsync(words)).WithCidFile("/c")));

    [Theory]
    [InlineData("docker run image x", "image x")]
    [InlineData("docker container run image", "image")]
    [InlineData("run image", "image")]
    [InlineData("-it image run", "-it image run")]
    [InlineData("docker ps", "docker ps")]
    [InlineData("docker", "docker")]
    public void UnderstandsTheCommandInFront(string typed, string words)
        => Assert.Equal(words, string.Join(' ', RunArguments.WithoutCommand(typed.Split(' '))));

    [Fact]
    public void RefusesDockersOwnOptions()
    {
        var failure = Assert.Throws<CtraceException>(() => RunArguments.WithoutCommand(["docker", "-H", "unix:///x", "run", "image"]));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("DOCKER_HOST", failure.Line, StringComparison.Ordinal);
    }

    public void Dispose() => _fake.Dispose();

    private async Task<RunArguments> ReadAsync(string words)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return await RunArguments.ReadAsync(words.Split(' '), await RunFlags.ReadAsync(_fake.Client, cancellation), cancellation);
    }
}
