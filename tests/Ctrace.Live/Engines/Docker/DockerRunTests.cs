using System.Text.RegularExpressions;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Live.Engines.Docker;

[Collection("engine")]
public sealed partial class DockerRunTests : IAsyncLifetime
{
    private readonly DockerClient _client = DockerClient.FromEnvironment();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [LiveFact]
    public async Task RunsAndLearnsTheId()
    {
        using var run = await StartAsync("docker", "run", "--net", "none", "--name", "ran", LiveEngine.Image, "/bin/busybox", "sh", "-c", "exit 42", "--cidfile", "no");
        var id = await run.GetContainerAsync(Cancellation);
        Assert.Equal(42, await run.WaitAsync(Cancellation));
        Assert.Equal(await LiveEngine.DockerAsync("inspect", "--format", "{{.Id}}", "ran"), id!.Value.Value);
    }

    [LiveFact]
    public async Task LeavesADetachedContainerRunning()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var run = await StartAsync("-itd", "--rm", "--cidfile", file, LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        Assert.True(run.Detached);
        Assert.Equal(0, await run.WaitAsync(Cancellation));
        var id = (await run.GetContainerAsync(Cancellation))!.Value;
        File.Delete(file);
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        Assert.True((await engine.InspectAsync(id.Value, Cancellation)).State.Running);
    }

    [LiveFact]
    public async Task KnowsThatNoContainerWasMade()
    {
        using var run = await StartAsync("--no-such-option", LiveEngine.Image);
        Assert.Equal(125, await run.WaitAsync(Cancellation));
        Assert.Null(await run.GetContainerAsync(Cancellation));
    }

    /// <summary>What is read out of the help against what the client's own parser says, option by option.</summary>
    [LiveFact]
    public async Task KnowsEveryOptionAsTheClientDoes()
    {
        var help = await _client.AskAsync(["run", "--help"], Cancellation);
        var flags = await RunFlags.ReadAsync(_client, Cancellation);
        var names = Option().Matches(help).Select(match => match.Value.Trim()).Where(name => name != "--help").ToHashSet();
        Assert.InRange(names.Count, 90, 200);
        Assert.Superset(new HashSet<string> { "-d", "--detach", "-e", "--cidfile", "--memory-swap", "--ip6" }, names);
        foreach (var name in names.Append("--net").Append("--net-alias"))
        {
            var takesValue = (await _client.AskAsync(["run", name], Cancellation)).Contains("flag needs an argument", StringComparison.Ordinal);
            Assert.Equal((name, takesValue ? RunFlag.Value : RunFlag.Switch), (name, await flags.KindAsync(name, Cancellation)));
        }

        Assert.Equal(RunFlag.Unknown, await flags.KindAsync("--no-such-option", Cancellation));
        Assert.Equal(RunFlag.Unknown, await flags.KindAsync("-Q", Cancellation));
    }

    public ValueTask DisposeAsync() => new(LiveEngine.RemoveAllAsync());

    [GeneratedRegex(@"(?<=^\s{2,6})-[a-z](?=, --)|(?<=^(?:\s{6}|  -[a-z], ))--[a-z0-9-]+", RegexOptions.Multiline)]
    private static partial Regex Option();

    private Task<DockerRun> StartAsync(params string[] typed) => DockerRun.StartAsync(_client, typed, Cancellation);
}
