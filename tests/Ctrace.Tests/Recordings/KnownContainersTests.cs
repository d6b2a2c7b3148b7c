using System.Text;
using Ctrace.Core.Tests;
using Ctrace.Engines.Docker;
using Ctrace.Recordings;
using Ctrace.Tests.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Recordings;

/// <summary>What is made of an engine that is late, or does not know a container any more.</summary>
public sealed class KnownContainersTests : IAsyncDisposable
{
    private readonly FakeEngine _fake = new();
    private readonly DockerEngine _engine;
    private readonly KnownContainers _known;

    public KnownContainersTests()
    {
        _engine = new DockerEngine(_fake.Endpoint);
        _known = new KnownContainers(_engine, TimeSpan.FromMilliseconds(1));
        _fake.Answer("/containers/json", Http.Json("[]"));
        Past();
    }

    [Fact]
    public async Task TheEnginesPastTellsOfAContainerThatIsRemovedAlready()
    {
        Past(Samples.Event("create", 5, Samples.OtherId, "other"), Samples.Event("die", 6), Samples.Event("destroy", 7));
        await AskAsync();
        Assert.Equal(("engine-a", "x", false), (_known[Samples.Id]!.Name, _known[Samples.Id]!.Label, _known[Samples.Id]!.IsForeign));
        Assert.Null(_known[Samples.OtherId]);
        var asked = Assert.Single(_fake.Targets, target => target.StartsWith("/events", StringComparison.Ordinal));
        Assert.Contains("since=0&until=", asked, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString($"\"container\":[\"{Samples.Id}\"]"), asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEventThatComesAfterAllIsBelieved()
    {
        await AskAsync();
        Assert.True(_known[Samples.Id] is { IsForeign: true, Label: null });
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        Assert.Equal(("x", false), (_known[Samples.Id]!.Label, _known[Samples.Id]!.IsForeign));
    }

    [Fact]
    public async Task ThePastOfALifeThatIsOverIsNotTheNextOnes()
    {
        Past(Samples.Event("create", 5), Samples.Event("destroy", 6));
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        _known.Remove(Samples.Id);
        Assert.Equal([Samples.Id], _known.ForgetRemoved([]));
        await AskAsync();
        Assert.True(_known[Samples.Id] is { IsForeign: true, Label: null });
    }

    [Fact]
    public async Task AnAnswerThatComesWhenTheContainerIsRemovedMakesItKnownNoMore()
    {
        _fake.Answer($"/containers/{Samples.Id}/json", Http.Json(Samples.Container));
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        _known.Ask(Samples.Id);
        await Waiting.UntilAsync(() => _fake.Targets.Any(target => target.EndsWith($"{Samples.Id}/json", StringComparison.Ordinal)), () => "it is not asked");
        _known.Remove(Samples.Id);
        Assert.Equal([Samples.Id], _known.ForgetRemoved([]));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(await _known.TakeAnswersAsync());
        Assert.Equal(0, _known.Count);
    }

    [Fact]
    public async Task AContainerThatIsRefusedStaysSo()
    {
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        _known.Refuse(Samples.Id);
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        await AskAsync();
        Assert.Null(_known[Samples.Id]!.Label);
    }

    [Fact]
    public async Task AnEngineThatStumblesIsAskedAgain()
    {
        var left = 3;
        _fake.Answer($"/containers/{Samples.Id}/json", (stream, cancellation) => stream.WriteAsync(
            Encoding.UTF8.GetBytes(left-- > 0 ? Http.Json("{}", 500) : Http.Json(Samples.Container)), cancellation).AsTask());
        var answer = await AskAsync();
        Assert.True(answer.Container!.State.Running);
        Assert.Equal("x", _known[Samples.Id]!.Label);
    }

    [Fact]
    public async Task AnEngineThatNeverTellsIsNotAskedForEverAndItIsSaid()
    {
        _fake.Answer($"/containers/{Samples.Id}/json", Http.Json("{\"message\":\"broken\"}", 500));
        Assert.EndsWith("HTTP 500: broken (see the engine's log)", (await AskAsync()).Problem, StringComparison.Ordinal);
        Assert.Null(_known[Samples.Id]!.Label);
        Assert.Equal(12, _fake.Targets.Count);
    }

    [Fact]
    public async Task WhatAnEngineWasAskedBeforeItWentAwayIsAskedAnew()
    {
        await _fake.StopAsync();
        _known.Ask(Samples.Id);
        _known.Disconnected();
        Assert.Empty(await _known.TakeAnswersAsync());
        _fake.Start();
        _fake.Answer($"/containers/{Samples.Id}/json", Http.Json(Samples.Container));
        Assert.Equal("engine-b", (await AskAsync()).Container!.Name);
    }

    [Fact]
    public void WhatIsRemovedStaysKnownWhileItHasASlot()
    {
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        _known.Learn(Samples.OtherId, "engine-b", null, "engine-t");
        _known.Remove(Samples.Id);
        Assert.Empty(_known.ForgetRemoved([Samples.Id, null]));
        Assert.Equal("x", _known[Samples.Id]!.Label);
        _known.RemoveOthers([Samples.OtherId]);
        Assert.Equal([Samples.Id], _known.ForgetRemoved([null]));
        Assert.Equal(1, _known.Count);

        // The same id, in use again: what is said of it now counts.
        _known.Remove(Samples.OtherId);
        _known.Learn(Samples.OtherId, "engine-b", null, "engine-t");
        Assert.Empty(_known.ForgetRemoved([]));
    }

    [Theory]
    [InlineData("{}", nameof(LabelSource.Container))]
    [InlineData("{\"ctrace.tracefile\":\"y\"}", nameof(LabelSource.Container))]
    [InlineData("{\"ctrace.tracefile\":\"x\"}", nameof(LabelSource.Image))]
    [InlineData("null", nameof(LabelSource.Container))]
    public async Task ALabelIsTheImagesWhereThatHasTheSame(string labels, string source)
    {
        _fake.Answer("/images/engine-t/json", Http.Json($"{{\"Config\":{{\"Labels\":{labels}}}}}"));
        _known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        Assert.Equal(source, (await _known[Samples.Id]!.Source).ToString());
    }

    [Fact]
    public async Task OfAnImageThatIsGoneNothingIsKnown()
    {
        _known.Learn(Samples.Id, "engine-a", "x", "../containers");
        Assert.Equal(LabelSource.Unknown, await _known[Samples.Id]!.Source);
        Assert.DoesNotContain(_fake.Targets, target => target.StartsWith("/images", StringComparison.Ordinal));
        _fake.Answer("/images/engine-t/json", Http.Json("{\"message\":\"no such image\"}", 404));
        _known.Learn(Samples.OtherId, "engine-b", "x", "engine-t");
        Assert.Equal(LabelSource.Unknown, await _known[Samples.OtherId]!.Source);
    }

    [Fact]
    public async Task WhereImagesMayLabelTheyAreNotAsked()
    {
        var known = new KnownContainers(_engine, TimeSpan.FromMilliseconds(1)) { ImageLabels = true };
        known.Learn(Samples.Id, "engine-a", "x", "engine-t");
        Assert.Equal(LabelSource.Container, await known[Samples.Id]!.Source);
        Assert.DoesNotContain(_fake.Targets, target => target.StartsWith("/images", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _fake.DisposeAsync();
    }

    private async Task<ContainerAnswer> AskAsync()
    {
        _known.Ask(Samples.Id);
        ContainerAnswer? answer = null;
        await Waiting.UntilAsync(
            async () =>
            {
                answer = await _known.TakeAnswersAsync() is [var only] ? only : null;
                return answer is not null;
            },
            () => $"no answer to {string.Join(' ', _fake.Targets)}");
        return answer!;
    }

    private void Past(params string[] events) => _fake.Answer("/events", async (stream, cancellation) =>
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(Http.EventsHead), .. events.SelectMany(Http.Chunk), .. "0\r\n\r\n"u8], cancellation));
}
