using System.Text;
using System.Text.Json;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class ContainerEventTests
{
    [Fact]
    public void ReadsWhatHappened()
    {
        var happened = Read(Samples.Event("start", 1795363531113991932))!;
        Assert.Equal(Samples.Id, happened.Id.Value);
        Assert.Equal(1795363531113991932, happened.TimeNanoseconds);
        Assert.Equal(ContainerAction.Start, happened.Action);
        Assert.Equal("engine-a", happened.Name);
        Assert.Equal("engine-t", happened.Image);
        Assert.Equal("x", happened.Attributes["ctrace.tracefile"]);
    }

    [Theory]
    [InlineData("create", "Create")]
    [InlineData("die", "Die")]
    [InlineData("destroy", "Destroy")]
    [InlineData("rename", "Rename")]
    [InlineData("exec_create: sh -c die: start", "ExecCreate")]
    [InlineData("exec_start: start", "ExecStart")]
    [InlineData("exec_die", "ExecDie")]
    [InlineData("health_status: healthy", "Other")]
    [InlineData("dies", "Other")]
    public void KnowsTheAction(string text, string action)
    {
        var happened = Read(Samples.Event(text, 1))!;
        Assert.Equal(Enum.Parse<ContainerAction>(action), happened.Action);
        Assert.Equal(text, happened.ActionText);
    }

    [Fact]
    public void PassesOverWhatIsNotAboutAContainer()
        => Assert.Null(Read("{\"Type\":\"network\",\"Action\":\"connect\",\"Actor\":{\"ID\":\"x\"},\"timeNano\":1}"));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"Type\":1}")]
    [InlineData("{\"Ty\\ud800\":1}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"../..\"},\"timeNano\":1}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":[],\"timeNano\":1}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"ID\"},\"timeNano\":1e30}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"ID\"},\"timeNano\":-1}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"ID\"}}")]
    [InlineData("{\"Type\":\"container\",\"Actor\":{\"ID\":\"ID\"},\"timeNano\":1}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"ID\",\"Attributes\":{\"a\":1}},\"timeNano\":1}")]
    [InlineData("{\"Type\":\"container\",\"Action\":\"\\udfff\",\"Actor\":{\"ID\":\"ID\"},\"timeNano\":1}")]
    public void RefusesAnyOtherShape(string json)
        => Assert.ThrowsAny<JsonException>(() => Read(json.Replace("\"ID\":\"ID\"", $"\"ID\":\"{Samples.Id}\"", StringComparison.Ordinal)));

    [Fact]
    public void RefusesBytesThatAreNotUtf8()
    {
        var bytes = Encoding.UTF8.GetBytes(Samples.Event("start", 1));
        bytes[Array.IndexOf(bytes, (byte)'x')] = 0xff;
        Assert.ThrowsAny<JsonException>(() => ContainerEvent.Read(bytes));
    }

    private static ContainerEvent? Read(string json) => ContainerEvent.Read(Encoding.UTF8.GetBytes(json));
}
