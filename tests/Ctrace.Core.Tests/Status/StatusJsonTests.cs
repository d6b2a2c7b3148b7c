using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Core.Tests.Status;

public sealed class StatusJsonTests
{
    public static TheoryData<string> Damaged =>
        ["", "null", "[]", "{}", "{\"version\":1}", "{\"version\":\"\"", Sent(json => json.Remove("slots")), Sent(json => json["traced"] = null), Sent(json => json["slots"] = "many")];

    [Fact]
    public void WhatIsSentIsWhatArrives() => Assert.Equal(
        StatusText.Of(StatusSamples.Troubled), StatusText.Of(StatusJson.Read(StatusJson.Write(StatusSamples.Troubled))));

    [Fact]
    public void ANewerDaemonMaySayMore() => Assert.Equal(
        StatusText.Of(StatusSamples.Busy), StatusText.Of(StatusJson.Read(Encoding.UTF8.GetBytes(Sent(json => json["new"] = new JsonArray(1, 2))))));

    [Fact]
    public void TheTextIsTheSameIndentedAndTellsTheTroubles()
    {
        var text = StatusJson.Text(StatusSamples.Troubled);
        Assert.StartsWith("{\n  \"version\": \"0.1.0\",\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n}\n", text, StringComparison.Ordinal);
        Assert.Equal(3, JsonNode.Parse(text)!["troubles"]!.AsArray().Count);
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void AnythingElseIsRefused(string json) => Assert.Throws<JsonException>(() => StatusJson.Read(Encoding.UTF8.GetBytes(json)));

    private static string Sent(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(StatusJson.Write(StatusSamples.Busy))!.AsObject();
        change(json);
        return json.ToJsonString();
    }
}
