using System.Buffers;
using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Ctrace.Core.Yaml;

/// <summary>Reads YAML as nodes that know their places. The text is not trusted.</summary>
internal static class YamlReader
{
    private const int MaxDepth = 64;

    /// <summary>
    /// How many nodes a text may have: each takes some hundred bytes of memory, while <c>- </c> is two in the text. A manifest of all that a large
    /// cluster runs has a tenth of it.
    /// </summary>
    public const int MaxNodes = 512 * 1024;

    private static readonly SearchValues<char> BehindProperties = SearchValues.Create(" \t\r\n,[]{}");

    /// <summary>The documents of a text.</summary>
    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <exception cref="CtraceException">Data: it is not YAML.</exception>
    public static IReadOnlyList<YamlNode> Read(string text, string shown)
    {
        ArgumentNullException.ThrowIfNull(text);
        var documents = new List<YamlNode>();
        var left = MaxNodes;
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        var parser = new Parser(scanner);
        try
        {
            parser.Consume<StreamStart>();
            while (!parser.TryConsume<StreamEnd>(out _))
            {
                parser.Consume<DocumentStart>();
                documents.Add(Node(parser, text, shown, MaxDepth, ref left));
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException failure)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{failure.Start.Line}: not YAML: {failure.Message.TrimEnd('.')}", "", failure);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet 16.3.0 throws these instead for some damage within braces: a: {b\n]c
            throw new CtraceException(FailureKind.Data, $"{shown}:{scanner.CurrentPosition.Line}: not YAML", "", failure);
        }

        return documents;
    }

    private static YamlNode Node(Parser parser, string text, string shown, int depth, ref int left)
    {
        if (--left < 0)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{parser.Current?.Start.Line}: more than {MaxNodes} keys and values", "split it");
        }

        if (depth == 0)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{parser.Current?.Start.Line}: more than {MaxDepth} levels deep");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Leaf(YamlKind.Alias, alias, alias.Value.Value, null, Index(alias.End));
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (!parser.Accept<SequenceEnd>(out _))
            {
                items.Add(Node(parser, text, shown, depth - 1, ref left));
            }

            var isFlow = sequence.Style == SequenceStyle.Flow;
            return Collection(YamlKind.Sequence, sequence, isFlow, End(isFlow, parser.Consume<SequenceEnd>(), items.LastOrDefault(), sequence), [], items.ToImmutable());
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var entries = ImmutableArray.CreateBuilder<YamlEntry>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.Accept<MappingEnd>(out _))
            {
                var key = Node(parser, text, shown, depth - 1, ref left);
                RefuseAmbiguous(key, seen, shown);
                entries.Add(new YamlEntry(key, Node(parser, text, shown, depth - 1, ref left)));
            }

            var isFlow = mapping.Style == MappingStyle.Flow;
            return Collection(YamlKind.Mapping, mapping, isFlow, End(isFlow, parser.Consume<MappingEnd>(), entries.LastOrDefault().Value, mapping), entries.ToImmutable(), []);
        }

        var scalar = parser.Consume<Scalar>();
        return Leaf(YamlKind.Scalar, scalar, scalar.Value, scalar, End(scalar, text));
    }

    /// <summary>
    /// Of two keys that are the same (YAML 1.2.2, 3.2.1.1 does not allow them) some readers take the last and others fail: such a file does
    /// not say what it looks like. A key that is an alias can be any other's text.
    /// </summary>
    private static void RefuseAmbiguous(YamlNode key, HashSet<string> seen, string shown)
    {
        if (key.Kind == YamlKind.Alias)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{key.Line}: a key stands for what is written elsewhere (*{key.Text})", "write it out here");
        }

        if (key.Kind == YamlKind.Scalar && !seen.Add(key.Text))
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{key.Line}: '{key.Text}' comes twice, and only one of them counts", "keep one");
        }
    }

    /// <summary>The parser ends a block where the next thing begins; what is wanted is where its last node ends.</summary>
    private static int End(bool isFlow, ParsingEvent end, YamlNode? last, ParsingEvent start) =>
        isFlow ? Index(end.Start) + 1 : last?.End ?? Index(start.End);

    /// <summary>The parser ends a tag or an anchor that nothing follows behind the next token.</summary>
    private static int End(Scalar scalar, string text)
    {
        var (start, end) = (Index(scalar.Start), Index(scalar.End));
        var isBare = scalar is { Style: ScalarStyle.Plain, Value: "" } && !(scalar.Tag.IsEmpty && scalar.Anchor.IsEmpty);
        return isBare && text.AsSpan(start, end - start).IndexOfAny(BehindProperties) is >= 0 and var length ? start + length : end;
    }

    private static YamlNode Collection(
        YamlKind kind, NodeEvent start, bool isFlow, int end, ImmutableArray<YamlEntry> entries, ImmutableArray<YamlNode> items) => new()
        {
            Kind = kind,
            Anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value,
            Tag = start.Tag.IsEmpty ? "" : start.Tag.Value,
            IsFlow = isFlow,
            Start = Index(start.Start),
            End = end,
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column - 1,
            Entries = entries,
            Items = items,
        };

    private static YamlNode Leaf(YamlKind kind, ParsingEvent at, string text, Scalar? scalar, int end) => new()
    {
        Kind = kind,
        Text = text,
        Anchor = scalar is null or { Anchor.IsEmpty: true } ? null : scalar.Anchor.Value,
        Tag = scalar is null or { Tag.IsEmpty: true } ? "" : scalar.Tag.Value,
        IsPlain = scalar?.Style == ScalarStyle.Plain,
        Start = Index(at.Start),
        End = end,
        Line = (int)at.Start.Line,
        Column = (int)at.Start.Column - 1,
    };

    private static int Index(Mark mark) => (int)mark.Index;
}
