using System.Globalization;
using System.Text.RegularExpressions;

namespace Ctrace.Core.Rehearsals;

/// <summary>Durations as Compose files have them (compose-spec, 11-extension.md: <c>1h2m3s</c>, <c>1500ms</c>).</summary>
internal static partial class ComposeDuration
{
    /// <summary>The seconds; null for what is none.</summary>
    public static double? Seconds(string text)
    {
        var match = Parts().Match(text);
        return match.Success && text.Length > 0 && Enumerable.Sum(match.Groups["part"].Captures, part => Part(part.Value)) is var sum && double.IsFinite(sum) ? sum : null;
    }

    private static double Part(string part)
    {
        var unit = part.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        var number = double.TryParse(part[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : double.NaN;
        return number * unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, _ => 1e-6 };
    }

    [GeneratedRegex(@"^(?<part>[0-9.]+(?:h|ms|us|m|s))+$")]
    private static partial Regex Parts();
}
