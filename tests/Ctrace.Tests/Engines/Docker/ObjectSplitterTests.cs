using System.Text;
using System.Text.Json;
using Ctrace.Core.Tests;
using Ctrace.Engines.Docker;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class ObjectSplitterTests
{
    private static readonly string[] Texts = ["", "a", "\"", "\\", "\\\"", "{", "}", "[]{}", "}{", "é€😀", "\u0001", "\n", ":,", "\\\\\\"];

    [Fact]
    public void AnySplitOfTheBytesGivesTheSameObjects()
    {
        var given =
            from objects in Gen.Elements(Texts).ArrayOf().Select(Object).ArrayOf()
            from cuts in Gen.Choose(1, 7).NonEmptyListOf()
            select (Objects: objects, Cuts: cuts.ToArray());
        Prop.ForAll(given.ToArbitrary(), given =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(given.Objects.Select((item, index) => item + new string('\n', index % 3))));
            Assert.Equal(given.Objects, Split(bytes, given.Cuts));
            Assert.Equal(given.Objects, Split(bytes, [int.MaxValue]));
        }).Hold();
    }

    [Fact]
    public void AnyBytesAreSplitOrRefused()
        => Prop.ForAll(Gen.Elements("{}[]\"\\ \na\0\xff"u8.ToArray()).ArrayOf().ToArbitrary(), bytes =>
        {
            var whole = Attempt(bytes, [int.MaxValue]);
            Assert.Equal(whole, Attempt(bytes, [1]));
            Assert.Equal(whole, Attempt(bytes, [2, 3]));
        }).Hold();

    [Fact]
    public void PassesOverWhatIsTooLargeAndGoesOn()
    {
        var bytes = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', 100)}\"}}{{\"b\":1}}");
        Assert.Equal(["", "{\"b\":1}"], Split(bytes, [7], limit: 20));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("[{}]")]
    [InlineData("\"{}\"")]
    [InlineData("{\"a\nb\":1}")]
    public void RefusesWhatIsNoStreamOfObjects(string text)
        => Assert.Throws<JsonException>(() => Split(Encoding.UTF8.GetBytes(text), [1]));

    [Fact]
    public void KnowsWhetherAnObjectIsOpen()
    {
        var splitter = new ObjectSplitter(100);
        Assert.True(splitter.IsBetweenObjects);
        ReadOnlySpan<byte> part = "{\"a\""u8;
        Assert.False(splitter.TryNext(ref part, out _));
        Assert.False(splitter.IsBetweenObjects);
        part = ":1} "u8;
        Assert.True(splitter.TryNext(ref part, out _));
        Assert.True(splitter.IsBetweenObjects);
    }

    private static string Object(string[] texts) => texts
        .Select(text => JsonSerializer.Serialize(text))
        .Aggregate("{}", (inner, text) => $"{{{text}:[{inner},{text}]}}");

    private static string Attempt(byte[] bytes, IList<int> cuts)
    {
        var found = new List<string>();
        try
        {
            Split(bytes, cuts, 1000, found);
            return string.Join('|', found);
        }
        catch (JsonException refused)
        {
            return $"{string.Join('|', found)}|{refused.Message}";
        }
    }

    private static List<string> Split(byte[] bytes, IList<int> cuts, int limit = 1 << 20, List<string>? found = null)
    {
        found ??= [];
        var splitter = new ObjectSplitter(limit);
        var turn = 0;
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(cuts[turn++ % cuts.Count], bytes.Length - at);
            ReadOnlySpan<byte> input = bytes.AsSpan(at, length);
            while (splitter.TryNext(ref input, out var item))
            {
                found.Add(Encoding.UTF8.GetString(item.Span));
            }

            at += length;
        }

        return found;
    }
}
