using System.Text.Json;

namespace Ctrace.Core;

/// <summary>How much a JSON text makes of memory when it is kept as a tree: some hundred bytes for each value, while <c>{}</c> is two in the text.</summary>
internal static class JsonSize
{
    /// <summary>How many names and values a text may have. Docker's own profile has about a thousand.</summary>
    public const int MaxValues = 128 * 1024;

    /// <summary>Goes through a text once without keeping anything.</summary>
    /// <returns>Where the first value is that is too many, in bytes; null when none is.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static int? Excess(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        for (var count = 0; reader.Read();)
        {
            if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && ++count > MaxValues)
            {
                return (int)reader.TokenStartIndex;
            }
        }

        return null;
    }
}
