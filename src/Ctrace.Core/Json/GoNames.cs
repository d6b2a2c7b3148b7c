using System.Diagnostics.CodeAnalysis;

namespace Ctrace.Core.Json;

/// <summary>
/// The names of a JSON object's members as Go's encoding/json compares them with a structure's fields (fold.go): in any case, and with two
/// letters beyond ASCII that Unicode folds to ASCII ones. Engines and runtimes are written in Go: of two names that are the same to it, the
/// last one counts.
/// </summary>
internal sealed class GoNames : IEqualityComparer<string>
{
    private GoNames()
    {
    }

    public static GoNames Comparer { get; } = new();

    public bool Equals(string? x, string? y) => x is null || y is null ? x is null && y is null : StringComparer.OrdinalIgnoreCase.Equals(Fold(x), Fold(y));

    public int GetHashCode([DisallowNull] string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(Fold(obj));

    // U+017F LATIN SMALL LETTER LONG S, U+212A KELVIN SIGN
    private static string Fold(string name) => name.Replace('\u017f', 's').Replace('\u212a', 'k');
}
