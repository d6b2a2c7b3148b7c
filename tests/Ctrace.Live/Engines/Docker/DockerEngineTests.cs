using Ctrace.Core;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Live.Engines.Docker;

[Collection("engine")]
public sealed class DockerEngineTests : IAsyncLifetime
{
    private readonly DockerEngine _engine = new(DockerEndpoint.FromEnvironment());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [LiveFact]
    public async Task SaysWhatTheClientSays()
    {
        var version = await _engine.GetVersionAsync(Cancellation);
        Assert.Equal(await LiveEngine.DockerAsync("version", "--format", "{{.Server.Version}} {{.Server.APIVersion}} {{.Server.KernelVersion}}"),
            $"{version.Version} {version.ApiVersion} {version.Kernel}");
        Assert.Equal(await LiveEngine.DockerAsync("info", "--format", "{{.CgroupDriver}} {{.CgroupVersion}} {{.DefaultRuntime}} {{.SecurityOptions}}"),
            $"{version.CgroupDriver} {version.CgroupVersion} {version.DefaultRuntime} [{string.Join(' ', version.SecurityOptions)}]");
        Assert.NotEqual("", version.Runc);
        Assert.NotEqual("", version.Containerd);
    }

    [LiveFact]
    public async Task InspectsByNameIdAndPrefix()
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--name", "inspected", "--user", "5:6", "--label", "a=b\nc", "--security-opt", "no-new-privileges",
            "--cap-drop", "ALL", "--cap-add", "NET_RAW", "--network", "none", "--read-only", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        var container = await _engine.InspectAsync("inspected", Cancellation);
        Assert.Equal(id, container.Id.Value);
        Assert.Equal(id, (await _engine.InspectAsync(id, Cancellation)).Id.Value);
        Assert.Equal(id, (await _engine.InspectAsync(id[..20], Cancellation)).Id.Value);
        Assert.Equal("inspected", container.Name);
        Assert.Equal("5:6", container.User);
        Assert.Equal("b\nc", container.Labels["a"]);
        Assert.Equal(LiveEngine.Image, container.Image);
        Assert.Equal(await LiveEngine.DockerAsync("image", "inspect", "--format", "{{.Id}}", LiveEngine.Image), container.ImageId);
        Assert.Empty(await _engine.GetRepoDigestsAsync(container.ImageId, Cancellation));
        Assert.True(container.State.Running);
        Assert.True(Directory.Exists($"/proc/{container.State.Pid}"));
        Assert.InRange(container.State.StartedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Null(container.State.FinishedAt);
        Assert.True(container.Security.NoNewPrivileges);
        Assert.False(container.Security.SeccompUnconfined);
        Assert.True(container.Security.ReadonlyRootfs);
        Assert.Equal("none", container.Security.NetworkMode);
        Assert.Equal(["ALL"], container.Security.CapDrop);
        Assert.Equal("NET_RAW", Assert.Single(container.Security.CapAdd).Replace("CAP_", "", StringComparison.Ordinal));

        await LiveEngine.DockerAsync("kill", id);
        await LiveEngine.DockerAsync("wait", id);
        var ended = (await _engine.InspectAsync(id, Cancellation)).State;
        Assert.Equal((false, 0, 137), (ended.Running, ended.Pid, ended.ExitCode));
        Assert.NotNull(ended.FinishedAt);
    }

    [LiveFact]
    public async Task ListsByLabel()
    {
        var id = await LiveEngine.DockerAsync("create", "--name", "labelled", "--label", "ctrace.tracefile=my app", LiveEngine.Image, "x");
        await LiveEngine.DockerAsync("create", "--name", "unlabelled", LiveEngine.Image, "x");
        var listed = Assert.Single(await _engine.ListAsync("ctrace.tracefile", Cancellation));
        Assert.Equal(id, listed.Id.Value);
        Assert.Equal("labelled", listed.Name);
        Assert.Equal("my app", listed.Labels["ctrace.tracefile"]);
        Assert.Equal("created", listed.State);
        Assert.False(listed.IsRunning);
        Assert.Contains(await _engine.ListAsync(null, Cancellation), container => container.Name == "unlabelled");
    }

    [LiveFact]
    public async Task TellsUnknownAndAmbiguousApart()
    {
        await LiveEngine.DockerAsync("create", "--name", "database", LiveEngine.Image, "x");
        var unknown = await Assert.ThrowsAsync<CtraceException>(() => _engine.InspectAsync("databse", Cancellation));
        Assert.Equal("no such container: databse (did you mean 'database'?)", unknown.Line);

        // Of seventeen ids two begin with the same digit.
        var ids = new List<string>();
        for (var count = 0; count < 17; count++)
        {
            ids.Add(await LiveEngine.DockerAsync("create", LiveEngine.Image, "x"));
        }

        var digit = ids.GroupBy(id => id[0]).First(group => group.Count() > 1).Key;
        var ambiguous = await Assert.ThrowsAsync<CtraceException>(() => _engine.InspectAsync($"{digit}", Cancellation));
        Assert.StartsWith($"the container id '{digit}' is ambiguous: {digit}", ambiguous.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await LiveEngine.RemoveAllAsync();
    }
}
