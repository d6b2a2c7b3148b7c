using System.Diagnostics.CodeAnalysis;

namespace Ctrace.Engines.Docker;

/// <summary>
/// A container's full id: 64 lower-case hexadecimal digits, nothing else. Whatever an engine or a cidfile says becomes one of
/// these before it is used, so an id can never be a path, an option or an escape sequence.
/// </summary>
internal readonly record struct ContainerId
{
    private const int Length = 64;

    private readonly string? _value;

    private ContainerId(string value) => _value = value;

    /// <summary>The 64 digits; empty for <c>default</c>, which no engine ever answers.</summary>
    public string Value => _value ?? "";

    /// <summary>The first 12 digits, as the docker client prints them.</summary>
    public string Short => Value.Length == 0 ? "" : Value[..12];

    /// <summary>Accepts exactly <c>[0-9a-f]{64}</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContainerId id)
    {
        var valid = text is { Length: Length } && IsHex(text);
        id = valid ? new ContainerId(text!) : default;
        return valid;
    }

    /// <summary>Whether the text could be (the start of) an id.</summary>
    public static bool IsPrefix(string text) => text.Length is > 0 and <= Length && IsHex(text);

    /// <inheritdoc />
    public override string ToString() => Value;

    private static bool IsHex(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigitLower(character))
            {
                return false;
            }
        }

        return true;
    }
}
