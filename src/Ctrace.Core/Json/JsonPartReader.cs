using System.Text.Json;

namespace Ctrace.Core.Json;

/// <summary>Reads a JSON text into <see cref="JsonPart"/>s. The text is not trusted.</summary>
internal static class JsonPartReader
{
    // As many as most objects have: looked through one by one.
    private const int FewMembers = 16;

    /// <exception cref="FormatException">It is no JSON, has too many values, or an object has a member twice; the message starts with the place.</exception>
    public static JsonPart Read(ReadOnlyMemory<byte> json)
    {
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new FormatException("1:1: there is nothing in it");
        }

        var reader = new Utf8JsonReader(json.Span);
        var place = new Place(json);
        try
        {
            if (JsonSize.Excess(json.Span) is { } excess)
            {
                throw new FormatException($"{new Place(json).At(excess)}: more than {JsonSize.MaxValues} names and values");
            }

            reader.Read();
            var root = Value(ref reader, ref place, json);
            reader.Read(); // nothing may follow
            return root;
        }
        catch (JsonException wrong)
        {
            var why = wrong.Message;
            var end = why.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new FormatException($"{wrong.LineNumber + 1 ?? 1}:{wrong.BytePositionInLine + 1 ?? 1}: {(end < 0 ? why : why[..end]).TrimEnd('.')}", wrong);
        }
    }

    private static JsonPart Value(ref Utf8JsonReader reader, ref Place place, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        var position = place.At(start);
        var text = "";
        IReadOnlyList<JsonPart> items = [];
        IReadOnlyList<KeyValuePair<string, JsonPart>> members = [];
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
        switch (kind)
        {
            case JsonValueKind.Object:
                members = Members(ref reader, ref place, json) ?? members;
                break;
            case JsonValueKind.Array:
                items = Items(ref reader, ref place, json) ?? items;
                break;
            case JsonValueKind.String:
                text = String(ref reader, position);
                break;
            case JsonValueKind.Number:
                text = System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
                break;
        }

        return new JsonPart(kind, position, text, json[start..(int)reader.BytesConsumed], items, members);
    }

    /// <summary>An array's; null when it has none.</summary>
    private static List<JsonPart>? Items(ref Utf8JsonReader reader, ref Place place, ReadOnlyMemory<byte> json)
    {
        List<JsonPart>? items = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            (items ??= []).Add(Value(ref reader, ref place, json));
        }

        return items;
    }

    /// <summary>An object's; null when it has none.</summary>
    private static List<KeyValuePair<string, JsonPart>>? Members(ref Utf8JsonReader reader, ref Place place, ReadOnlyMemory<byte> json)
    {
        List<KeyValuePair<string, JsonPart>>? members = null;
        // Go takes the last of two members with one name, other readers the first: such a profile is not what it looks like.
        HashSet<string>? seen = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var position = place.At((int)reader.TokenStartIndex);
            var name = String(ref reader, position);
            members ??= [];
            if (members.Count == FewMembers)
            {
                seen = new HashSet<string>(members.Select(member => member.Key), GoNames.Comparer);
            }

            if (seen is null ? members.Exists(member => GoNames.Comparer.Equals(member.Key, name)) : !seen.Add(name))
            {
                throw new FormatException($"{position}: '{name}' is there twice");
            }

            reader.Read();
            members.Add(KeyValuePair.Create(name, Value(ref reader, ref place, json)));
        }

        return members;
    }

    private static string String(ref Utf8JsonReader reader, TextPosition position)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException wrong)
        {
            // What it holds is no UTF-8, or an escaped half of a UTF-16 pair.
            throw new FormatException($"{position}: a text is not Unicode", wrong);
        }
    }

    /// <summary>Turns offsets, which only grow, into places.</summary>
    private struct Place(ReadOnlyMemory<byte> json)
    {
        private int _offset;
        private int _line;
        private int _column;

        public TextPosition At(int offset)
        {
            foreach (var one in json.Span[_offset..offset])
            {
                if (one == '\n')
                {
                    (_line, _column) = (_line + 1, 0);
                }
                else if ((one & 0xC0) != 0x80)
                {
                    _column++;
                }
            }

            _offset = offset;
            return new TextPosition(_line + 1, _column + 1);
        }
    }
}
