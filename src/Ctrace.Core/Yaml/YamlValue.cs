using System.Collections.Immutable;

namespace Ctrace.Core.Yaml;

/// <summary>A value to write: text, a word (a number or a truth value), a list or a map.</summary>
internal sealed class YamlValue
{
    private YamlValue()
    {
    }

    /// <summary>A text's or a word's; null for others.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether the text is written as it stands: it has a meaning of its own.</summary>
    public bool IsWord { get; private init; }

    /// <summary>Whether its texts and keys are in quotes whatever they are, as JSON wants them.</summary>
    public bool IsQuoted { get; private init; }

    /// <summary>A list's.</summary>
    public ImmutableArray<YamlValue> Items { get; private init; } = [];

    /// <summary>A map's, in the order in which they are written.</summary>
    public ImmutableArray<(string Key, YamlValue Value)> Entries { get; private init; } = [];

    /// <summary>Whether it is a map.</summary>
    public bool IsMap { get; private init; }

    /// <summary>The same, as JSON wants it.</summary>
    public YamlValue Quoted() => new()
    {
        Text = Text,
        IsWord = IsWord,
        IsQuoted = true,
        IsMap = IsMap,
        Items = [.. Items.Select(item => item.Quoted())],
        Entries = [.. Entries.Select(entry => (entry.Key, entry.Value.Quoted()))],
    };

    /// <summary>Text, quoted where it must be.</summary>
    public static YamlValue Of(string text) => new() { Text = text };

    /// <summary>A number or a truth value.</summary>
    public static YamlValue Word(string word) => new() { Text = word, IsWord = true };

    /// <summary>A list of texts.</summary>
    public static YamlValue List(IEnumerable<string> items) => new() { Items = [.. items.Select(Of)] };

    /// <summary>A list.</summary>
    public static YamlValue List(IEnumerable<YamlValue> items) => new() { Items = [.. items] };

    /// <summary>A map.</summary>
    public static YamlValue Map(IEnumerable<(string Key, YamlValue Value)> entries) => new() { Entries = [.. entries], IsMap = true };
}
