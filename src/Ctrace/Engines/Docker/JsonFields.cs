using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>
/// Reads members of an engine's JSON without trusting it. A member that is missing or null has its type's empty value, as in
/// Go, in which Docker is written; a member of another type is a <see cref="JsonException"/>, never a guess.
/// </summary>
internal static class JsonFields
{
    public static JsonElement Child(this JsonElement parent, string name)
        => Find(parent, name, JsonValueKind.Object, out var child) ? child : default;

    public static string Text(this JsonElement parent, string name)
        => Find(parent, name, JsonValueKind.String, out var child) ? child.Text() : "";

    public static bool Flag(this JsonElement parent, string name)
    {
        if (!Present(parent, name, out var child))
        {
            return false;
        }

        return child.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new JsonException($"{name} is {child.ValueKind}, not a boolean"),
        };
    }

    public static long Number(this JsonElement parent, string name)
    {
        if (!Find(parent, name, JsonValueKind.Number, out var child))
        {
            return 0;
        }

        return child.TryGetInt64(out var number) ? number : throw new JsonException($"{name} is not a 64-bit integer");
    }

    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name)
        => Find(parent, name, JsonValueKind.Array, out var child) ? child.EnumerateArray() : [];

    public static IReadOnlyList<string> Texts(this JsonElement parent, string name)
        => [.. parent.Items(name).Select(item => Item(item, name))];

    public static IReadOnlyDictionary<string, string> TextMap(this JsonElement parent, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(parent, name, JsonValueKind.Object, out var child))
        {
            foreach (var member in child.EnumerateObject())
            {
                map[Unescape(() => member.Name)] = Item(member.Value, name);
            }
        }

        return map;
    }

    /// <summary>The names of an object's members, whatever they hold.</summary>
    public static IReadOnlyList<string> Names(this JsonElement parent, string name) =>
        Find(parent, name, JsonValueKind.Object, out var child) ? [.. child.EnumerateObject().Select(member => Unescape(() => member.Name))] : [];

    private static string Item(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text(),
        JsonValueKind.Null => "",
        _ => throw new JsonException($"{name} holds {value.ValueKind}, not a string"),
    };

    private static string Text(this JsonElement value) => Unescape(() => value.GetString()!);

    /// <summary>The parser leaves invalid UTF-8 and lone surrogates until the text is asked for, and then throws something else.</summary>
    private static T Unescape<T>(Func<T> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException invalid)
        {
            throw new JsonException("a string is not valid UTF-8", invalid);
        }
    }

    private static bool Find(JsonElement parent, string name, JsonValueKind kind, out JsonElement child)
    {
        if (!Present(parent, name, out child))
        {
            return false;
        }

        return child.ValueKind == kind ? true : throw new JsonException($"{name} is {child.ValueKind}, not {kind}");
    }

    private static bool Present(JsonElement parent, string name, out JsonElement child)
    {
        child = parent.ValueKind switch
        {
            JsonValueKind.Undefined => default,
            // The names before it are unescaped, too.
            JsonValueKind.Object => Unescape(() => parent.TryGetProperty(name, out var found) ? found : default),
            _ => throw new JsonException($"{parent.ValueKind} where an object belongs"),
        };
        return child.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
    }
}
