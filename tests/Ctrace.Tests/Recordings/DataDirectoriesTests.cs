using System.Text.Json;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Recordings;
using Ctrace.Tests.Engines.Docker;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Recordings;

public sealed class DataDirectoriesTests : IAsyncDisposable
{
    private readonly FakeClient _client = new();
    private readonly FakeEngine _fake = new();
    private readonly TemporaryDirectory _place = new();
    private readonly DockerEngine _engine;

    public DataDirectoriesTests()
    {
        Directory.CreateDirectory(_place["empty"]);
        Directory.CreateDirectory(_place["full"]);
        File.WriteAllText(_place["full/.hidden"], "");
        File.WriteAllText(_place["file"], "");
        Answer("new", null);
        Answer("empty", _place["empty"]);
        Answer("full", _place["full"]);
        Answer("elsewhere", "/no/such/place");
        _fake.Answer("/volumes/remote", Http.Json("""{"Name":"remote","Driver":"nfs","Mountpoint":"/"}"""));
        _fake.Answer("/volumes/mounted", Http.Json($$"""{"Name":"mounted","Driver":"local","Options":{"type":"nfs"},"Mountpoint":"{{_place["empty"]}}"}"""));
        _engine = new DockerEngine(_fake.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        _client.Dispose();
        _place.Dispose();
        await _fake.DisposeAsync();
    }

    [Theory]
    [InlineData("-v new:/data", "new", DataState.New)]
    [InlineData("-v empty:/data", "empty", DataState.New)]
    [InlineData("-v full:/data", "full", DataState.Used)]
    [InlineData("--mount source=full,target=/data", "full", DataState.Used)]
    [InlineData("--mount type=volume,src=new,dst=/data", "new", DataState.New)]
    [InlineData("-v elsewhere:/data", "elsewhere", DataState.Unknown)]
    [InlineData("-v remote:/data", "remote", DataState.Unknown)]
    [InlineData("-v mounted:/data", "mounted", DataState.Unknown)]
    // One that nobody named is new, unless it may be another container's.
    [InlineData("-v /data", "0123", DataState.New)]
    [InlineData("", "0123", DataState.New)]
    [InlineData("--volumes-from other", "0123", DataState.Unknown)]
    public async Task AVolumeIsLookedAtBefore(string words, string name, DataState state) =>
        Assert.Equal(state, await OfAsync(words, Mount("volume", name, "/var/lib/x")));

    [Fact]
    public async Task ABoundDirectoryIsLookedAtBefore()
    {
        Assert.Equal(DataState.New, await OfAsync($"-v {_place["empty"]}/:/data", Mount("bind", "", _place["empty"])));
        Assert.Equal(DataState.Used, await OfAsync($"-v {_place["full"]}:/data", Mount("bind", "", _place["full"])));
        Assert.Equal(DataState.Used, await OfAsync($"--mount type=bind,source={_place["full"]},target=/data", Mount("bind", "", _place["full"])));
        // The engine makes it in between.
        Assert.Equal(DataState.New, await OfAsync($"-v {_place["made"]}:/data", Mount("bind", "", _place["made"]), () => Directory.CreateDirectory(_place["made"])));
    }

    [Fact]
    public async Task WhatIsNoDataDoesNotCount()
    {
        Assert.Equal(DataState.None, await OfAsync(""));
        Assert.Equal(DataState.None, await OfAsync($"-v {_place["file"]}:/etc/x", Mount("bind", "", _place["file"])));
        Assert.Equal(DataState.None, await OfAsync($"-v {_place["full"]}:/etc/x:ro", Mount("bind", "", _place["full"]) with { IsWritable = false }));
        Assert.Equal(DataState.None, await OfAsync("--mount type=tmpfs,target=/run", Mount("tmpfs", "", "")));
    }

    [Fact]
    public async Task SeveralAreUnited() => Assert.Equal(DataState.New | DataState.Used,
        await OfAsync("-v new:/a -v full:/b", Mount("volume", "new", ""), Mount("volume", "full", "")));

    [Fact]
    public async Task OfWhatTheEngineDoesNotTellNothingIsKnown() => Assert.Equal(DataState.Unknown, (await LookAsync("-v full:/b")).Of(null));

    private static ContainerMount Mount(string type, string name, string source) => new(type, name, source, IsWritable: true);

    private Task<DataState> OfAsync(string words, params ContainerMount[] mounts) => OfAsync(words, mounts, () => { });

    private Task<DataState> OfAsync(string words, ContainerMount mount, Action between) => OfAsync(words, [mount], between);

    private async Task<DataState> OfAsync(string words, ContainerMount[] mounts, Action between)
    {
        var directories = await LookAsync(words);
        between();
        var list = mounts.Select(mount => new { mount.Type, mount.Name, mount.Source, RW = mount.IsWritable });
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new { Id = new string('a', 64), Mounts = list }));
        return directories.Of(Container.Read(json.RootElement));
    }

    private async Task<DataDirectories> LookAsync(string words)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var flags = await RunFlags.ReadAsync(_client.Client, cancellation);
        return await DataDirectories.LookAsync(_engine, await RunArguments.ReadAsync([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "image"], flags, cancellation), cancellation);
    }

    private void Answer(string name, string? place) => _fake.Answer($"/volumes/{name}", place is null
        ? Http.Json("""{"message":"no such volume"}""", 404)
        : Http.Json(JsonSerializer.Serialize(new { Name = name, Driver = "local", Mountpoint = place })));
}
