using System.Collections.Immutable;

namespace Ctrace.Core.Yaml;

/// <summary>A node of a YAML document, and where it stands in the text. Aliases are not followed.</summary>
internal sealed class YamlNode
{
    /// <summary>What it is.</summary>
    public required YamlKind Kind { get; init; }

    /// <summary>A scalar's text, an alias's name; else empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The name by which aliases refer to it, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>Its tag, when it is written; else empty.</summary>
    public string Tag { get; init; } = "";

    /// <summary>A collection in brackets or braces.</summary>
    public bool IsFlow { get; init; }

    /// <summary>A scalar without quotes, which can stand for a number or a truth value.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Where it begins, from 0.</summary>
    public required int Start { get; init; }

    /// <summary>Behind its last character. What follows on the line is a comment, or belongs to another node.</summary>
    public required int End { get; init; }

    /// <summary>The line that it begins in, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column that it begins at, from 0.</summary>
    public required int Column { get; init; }

    /// <summary>A mapping's keys and values, in their order.</summary>
    public ImmutableArray<YamlEntry> Entries { get; init; } = [];

    /// <summary>A sequence's values.</summary>
    public ImmutableArray<YamlNode> Items { get; init; } = [];

    /// <summary>Whether it is nothing (YAML 1.2.2, 10.3.2).</summary>
    public bool IsNull => Kind == YamlKind.Scalar && IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The value of a mapping's key; null when it has no such key.</summary>
    public YamlNode? this[string key] =>
        Entries.Where(entry => entry.Key.Kind == YamlKind.Scalar && entry.Key.Text == key).Select(entry => entry.Value).FirstOrDefault();

    /// <summary>This node, and all in it.</summary>
    public IEnumerable<YamlNode> All() =>
        Entries.SelectMany(entry => (YamlNode[])[entry.Key, entry.Value]).Concat(Items).SelectMany(node => node.All()).Prepend(this);
}

/// <summary>A key of a mapping, and its value.</summary>
internal readonly record struct YamlEntry(YamlNode Key, YamlNode Value);

/// <summary>What a node of a YAML document is (YAML 1.2.2, 3.2.1.1), an alias standing for another.</summary>
internal enum YamlKind
{
    /// <summary>Text.</summary>
    Scalar,

    /// <summary>Keys and values.</summary>
    Mapping,

    /// <summary>Values.</summary>
    Sequence,

    /// <summary>A reference to a node that has an anchor.</summary>
    Alias,
}
