using System.Text;
using System.Text.Json;

namespace Ctrace.Core.Json;

/// <summary>A value in a JSON text together with where it stands, which System.Text.Json's own tree does not tell.</summary>
internal sealed class JsonPart
{
    private static readonly JsonPart Nothing = new(JsonValueKind.Null, default, "", default, [], []);

    private readonly ReadOnlyMemory<byte> _source;

    public JsonPart(
        JsonValueKind kind, TextPosition position, string text, ReadOnlyMemory<byte> source, IReadOnlyList<JsonPart> items,
        IReadOnlyList<KeyValuePair<string, JsonPart>> members)
    {
        (Kind, Position, Text, _source, Items, Members) = (kind, position, text, source, items, members);
    }

    public JsonValueKind Kind { get; }

    public TextPosition Position { get; }

    /// <summary>A string's characters, or a number's digits.</summary>
    public string Text { get; }

    /// <summary>An array's.</summary>
    public IReadOnlyList<JsonPart> Items { get; }

    /// <summary>An object's. No two names are the same to Go.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonPart>> Members { get; }

    /// <summary>The value as JSON without blanks.</summary>
    public string Compact()
    {
        using var document = JsonDocument.Parse(_source);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            document.RootElement.WriteTo(json);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>A member by its name in any case, as Go's encoding/json finds it; null is as good as missing.</summary>
    public JsonPart? Find(string name) =>
        Members.FirstOrDefault(member => GoNames.Comparer.Equals(member.Key, name)).Value is { Kind: not JsonValueKind.Null } found ? found : null;

    public JsonPart Get(string name) => Find(name) ?? throw Wrong($"'{name}' is missing");

    /// <summary>The members with other names than these.</summary>
    public IEnumerable<UnknownField> Besides(params IReadOnlyList<string> names) => Members
        .Where(member => !names.Contains(member.Key, GoNames.Comparer))
        .Select(member => new UnknownField(member.Key, member.Value.Compact()));

    public string String(string what) => Require(JsonValueKind.String, what).Text;

    public ulong Number(string what) =>
        ulong.TryParse(Require(JsonValueKind.Number, what).Text, out var number) ? number : throw Wrong($"{what} is not a number from 0 to 2^64-1: {Text}");

    public string? FindString(string name) => Find(name)?.String($"'{name}'");

    /// <summary>A member's items; none when it is missing.</summary>
    public IReadOnlyList<JsonPart> FindItems(string name) => (Find(name) ?? Nothing) is { Kind: not JsonValueKind.Null } list ? list.Require(JsonValueKind.Array, $"'{name}'").Items : [];

    public IEnumerable<string> FindStrings(string name) => FindItems(name).Select(item => item.String($"what '{name}' lists"));

    public JsonPart Require(JsonValueKind kind, string what) =>
        Kind == kind ? this : throw Wrong($"{what} is not of type {kind.ToString().ToLowerInvariant()}");

    public FormatException Wrong(string why) => new($"{Position}: {why}");
}

/// <summary>A place in a text, both from 1 up; columns are characters.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <inheritdoc />
    public override string ToString() => $"{Line}:{Column}";
}

/// <summary>A member of a profile's object that ctrace does not know, kept for whoever does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Json">Its value, as JSON without blanks.</param>
public readonly record struct UnknownField(string Name, string Json);
