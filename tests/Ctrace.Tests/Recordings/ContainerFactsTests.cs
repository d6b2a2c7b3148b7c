using System.Text.Json;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Tests.Recordings;

public sealed class ContainerFactsTests
{
    /// <summary>An image's author writes it: only what is a signal counts.</summary>
    [Theory]
    [InlineData("SIGQUIT", "quit")]
    [InlineData("3", "quit")]
    [InlineData("SIGRTMIN+3", "rtmin+5")]
    [InlineData("SIGTERM", null)]
    [InlineData("", null)]
    [InlineData("quit\nlost 4", null)]
    [InlineData("SIGWHATEVER", null)]
    public void TheSignalThatStopsItIsAFact(string given, string? fact)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new { Id = new string('a', 64), Config = new { StopSignal = given } }));
        Assert.Equal(fact, ContainerFacts.Of(Container.Read(json.RootElement)).Where(one => one.Key == Fact.StopSignal).Select(one => one.Value).SingleOrDefault());
    }
}
