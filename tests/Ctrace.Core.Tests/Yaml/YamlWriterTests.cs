using Ctrace.Core.Yaml;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Fact]
    public void AnyTextIsReadBackAsItWas() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !text.Any(char.IsSurrogate)),
        text => YamlReader.Read(YamlWriter.Write(YamlValue.Map([("key", YamlValue.List([text, "x"]))])), "test")[0]["key"]!.Items[0].Text == text).Hold();

    [Theory]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("y")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("0x1f")]
    [InlineData(".5")]
    [InlineData("")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("- a")]
    [InlineData("*a")]
    [InlineData("key:")]
    [InlineData("1e3")]
    [InlineData("a\u0085b")]
    public void WhatCouldBeSomethingElseIsQuoted(string text) => Assert.StartsWith("\"", YamlWriter.Quote(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("NET_RAW")]
    [InlineData("seccomp=./web.json")]
    [InlineData("no-new-privileges:true")]
    [InlineData("profiles/web.json")]
    [InlineData("../web.json")]
    public void PlainTextIsNot(string text) => Assert.Equal(text, YamlWriter.Quote(text));

    [Fact]
    public void MapsInListsStandBehindTheirDash() => Assert.Equal(
        "a:\n  - b: c\n    d:\n      - e\n  - f: 1\ng: {}\nh: []\n",
        YamlWriter.Write(YamlValue.Map(
        [
            ("a", YamlValue.List([YamlValue.Map([("b", YamlValue.Of("c")), ("d", YamlValue.List(["e"]))]), YamlValue.Map([("f", YamlValue.Word("1"))])])),
            ("g", YamlValue.Map([])),
            ("h", YamlValue.List(Array.Empty<string>())),
        ])));
}
