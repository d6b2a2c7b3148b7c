using Ctrace.Core.Yaml;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void NodesKnowWhereTheyBeginAndEnd()
    {
        const string Text = "# top\na: &x\n  - b # c\n  - {d: [e,\n     f ]}\ng: |\n  h\n\ni: \"j\"\nk:\nl: *x\n";
        var root = YamlReader.Read(Text, "test")[0];
        Assert.Equal(["a", "&x\n  - b # c\n  - {d: [e,\n     f ]}", "g", "|\n  h\n\n", "i", "\"j\"", "k", "", "l", "*x"],
            root.Entries.SelectMany(entry => (YamlNode[])[entry.Key, entry.Value]).Select(node => Text[Start(Text, node)..node.End]));
        Assert.Equal((YamlKind.Sequence, "x", 4, false), (root["a"]!.Kind, root["a"]!.Anchor, root["a"]!.Items[1]["d"]!.Line, root["a"]!.IsFlow));
        Assert.True(root["k"]!.IsNull);
        Assert.Equal(YamlKind.Alias, root["l"]!.Kind);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("# nothing\n", 0)]
    [InlineData("---\n---\na: b\n...\n", 2)]
    public void DocumentsAreCounted(string text, int count) => Assert.Equal(count, YamlReader.Read(text, "test").Count);

    [Theory]
    [InlineData("a: [b\n", "test:2: not YAML: ")]
    [InlineData("a: b\n c: d\n", "test:2: not YAML: ")]
    [InlineData("%YAML 3.0\n---\na\n", "test:1: not YAML: ")]
    [InlineData("a: @b\n", "test:1: not YAML: ")]
    [InlineData("a: {b\n  c:\n  ]d:\n", "test:3: not YAML")]
    public void WhatIsNotYamlIsSaidWithItsLine(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<CtraceException>(() => YamlReader.Read(text, "test")).Message, StringComparison.Ordinal);

    [Fact]
    public void DepthHasABound() => Assert.StartsWith(
        "test:1: more than 64 levels deep", Assert.Throws<CtraceException>(() => YamlReader.Read(new string('[', 100_000), "test")).Message, StringComparison.Ordinal);

    [Fact]
    public void AnyTextIsReadOrRefused() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        try
        {
            YamlReader.Read(text ?? "", "test");
        }
        catch (CtraceException)
        {
            // A refusal.
        }
    }).Hold();

    // A block with an anchor begins at it.
    private static int Start(string text, YamlNode node) => node.Anchor is null ? node.Start : text.IndexOf('&', StringComparison.Ordinal);
}
