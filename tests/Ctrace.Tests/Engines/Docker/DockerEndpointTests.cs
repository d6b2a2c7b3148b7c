using System.Net.Sockets;
using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class DockerEndpointTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    private readonly string _directory = Directory.CreateTempSubdirectory("endpoint-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock")]
    [InlineData("unix://", "unix:///var/run/docker.sock")]
    [InlineData("tcp://127.0.0.1", "tcp://127.0.0.1")]
    [InlineData("tcp://[::1]:2375", "tcp://[::1]:2375")]
    public void TakesWhatTheClientTakes(string host, string name) => Assert.Equal(name, DockerEndpoint.Parse(host).Name);

    [Theory]
    [InlineData("ssh://root@host", "ssh is not supported")]
    [InlineData("npipe:////./pipe/docker", "not an address that ctrace knows")]
    [InlineData("/var/run/docker.sock", "not an address that ctrace knows")]
    [InlineData("tcp://user@host:1", "not an address that ctrace knows")]
    [InlineData("tcp://host:1/path", "not an address that ctrace knows")]
    [InlineData("tcp://host:99999", "not an address that ctrace knows")]
    [InlineData("unix://relative", "the path is not absolute")]
    [InlineData("unix:///a\0b", "the path is not absolute")]
    public void RefusesTheRestInOneLine(string host, string why)
    {
        var failure = Assert.Throws<CtraceException>(() => DockerEndpoint.Parse(host));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', failure.Line);
    }

    [Fact]
    public void RefusesAPathThatNoSocketCanHave()
    {
        var failure = Assert.Throws<CtraceException>(() => DockerEndpoint.Parse($"unix:///{new string('x', 200)}"));
        Assert.Contains("too long", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FollowsTheEnvironmentThenTheContextThenTheDefault()
    {
        Assert.Equal("unix:///var/run/docker.sock", Resolve().Name);
        Context("remote", "tcp://10.0.0.1:1");
        Assert.Equal("unix:///var/run/docker.sock", Resolve().Name);
        File.WriteAllText(Path.Combine(_directory, "config.json"), "{\"auths\":{},\"currentContext\":\"rootless\"}");
        Context("rootless", "unix:///run/user/1000/docker.sock");
        Assert.Equal("unix:///run/user/1000/docker.sock", Resolve().Name);
        Assert.Equal("tcp://10.0.0.1:1", Resolve(("DOCKER_CONTEXT", "remote")).Name);
        Assert.Equal("unix:///var/run/docker.sock", Resolve(("DOCKER_CONTEXT", "default")).Name);
        Assert.Equal("unix:///x", Resolve(("DOCKER_CONTEXT", "remote"), ("DOCKER_HOST", "unix:///x")).Name);
    }

    [Fact]
    public void SaysThatTlsIsNotSupported()
    {
        var byVariable = Assert.Throws<CtraceException>(() => Resolve(("DOCKER_HOST", "tcp://h:2376"), ("DOCKER_TLS_VERIFY", "1")));
        Assert.Contains("TLS is not supported", byVariable.Message, StringComparison.Ordinal);
        var directory = Context("secure", "tcp://h:2376");
        Directory.CreateDirectory(directory.Replace("meta", "tls", StringComparison.Ordinal) + "/docker");
        var byContext = Assert.Throws<CtraceException>(() => Resolve(("DOCKER_CONTEXT", "secure")));
        Assert.Contains("TLS is not supported", byContext.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysWhatIsWrongWithAContext()
    {
        Assert.Equal(FailureKind.NoInput, Assert.Throws<CtraceException>(() => Resolve(("DOCKER_CONTEXT", "../x"))).Kind);
        File.WriteAllText(Path.Combine(_directory, "config.json"), "{\"currentContext\":1}");
        var wrong = Assert.Throws<CtraceException>(() => Resolve());
        Assert.Equal(FailureKind.Data, wrong.Kind);
        Assert.Equal($"cannot read {_directory}/config.json: currentContext is Number, not String", wrong.Message);
        File.WriteAllText(Path.Combine(_directory, "config.json"), "{");
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => Resolve()).Kind);
    }

    [Fact]
    public async Task SaysThatNothingIsThere()
    {
        var failure = await Failure($"{_directory}/none.sock");
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.Equal($"cannot reach the Docker engine at unix://{_directory}/none.sock: No such file or directory (start it, or set DOCKER_HOST)", failure.Line);
    }

    [Fact]
    public async Task SaysThatNobodyListens()
    {
        File.WriteAllText($"{_directory}/file", "");
        Assert.EndsWith(": Connection refused", (await Failure($"{_directory}/file")).Message, StringComparison.Ordinal);
        Assert.EndsWith(": No such file or directory", (await Failure($"{_directory}/file/x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysThatThePermissionIsMissing()
    {
        using var listener = Listen($"{_directory}/docker.sock");
        File.SetUnixFileMode($"{_directory}/docker.sock", UnixFileMode.None);
        Exception? thrown = null;
        var connects = new Thread(() =>
        {
            // setfsuid(2) takes root's right to pass over file modes away, from this thread only; the connection is made in it.
            _ = setfsuid(65534);
            var endpoint = DockerEndpoint.Parse($"unix://{_directory}/docker.sock");
            thrown = Record.Exception(() => endpoint.ConnectAsync(Waiting.Patience, Cancellation).GetAwaiter().GetResult());
        });
        connects.Start();
        connects.Join();
        var failure = Assert.IsType<CtraceException>(thrown);
        Assert.Equal(FailureKind.Permission, failure.Kind);
        Assert.Equal($"cannot reach the Docker engine at unix://{_directory}/docker.sock: Permission denied", failure.Message);
    }

    [Fact]
    public async Task WaitsWhileTheBacklogIsFullButNotForever()
    {
        using var listener = Listen($"{_directory}/docker.sock");
        var endpoint = DockerEndpoint.Parse($"unix://{_directory}/docker.sock");
        var waiting = new List<Stream> { await endpoint.ConnectAsync(Waiting.Patience, Cancellation), await endpoint.ConnectAsync(Waiting.Patience, Cancellation) };
        var failure = await Assert.ThrowsAsync<CtraceException>(() => endpoint.ConnectAsync(Soon, Cancellation));
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.EndsWith("no connection within 0.3 s", failure.Message, StringComparison.Ordinal);
        var late = endpoint.ConnectAsync(Waiting.Patience, Cancellation);
        using var accepted = await listener.AcceptAsync(Cancellation);
        waiting.Add(await late);
        waiting.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task ConnectsOverTcp()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await using var stream = await DockerEndpoint.Parse($"tcp://{listener.LocalEndpoint}").ConnectAsync(Waiting.Patience, Cancellation);
        using var accepted = await listener.AcceptSocketAsync(Cancellation);
        Assert.True(accepted.Connected);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [DllImport("libc")]
    private static extern int setfsuid(uint user);

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        return listener;
    }

    private static async Task<CtraceException> Failure(string path)
        => await Assert.ThrowsAsync<CtraceException>(() => DockerEndpoint.Parse($"unix://{path}").ConnectAsync(Waiting.Patience, Cancellation));

    private DockerEndpoint Resolve(params (string Name, string Value)[] variables)
        => DockerEndpoint.Resolve(name => name == "DOCKER_CONFIG" ? _directory : variables.FirstOrDefault(variable => variable.Name == name).Value);

    private string Context(string name, string host)
    {
        var identity = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
        var directory = Directory.CreateDirectory(Path.Combine(_directory, "contexts", "meta", identity)).FullName;
        File.WriteAllText(Path.Combine(directory, "meta.json"), $"{{\"Name\":\"{name}\",\"Metadata\":{{}},\"Endpoints\":{{\"docker\":{{\"Host\":\"{host}\",\"SkipTLSVerify\":false}}}}}}");
        return directory;
    }
}
