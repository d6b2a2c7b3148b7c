using System.Text;
using System.Text.RegularExpressions;

namespace Ctrace.Core.Rehearsals;

/// <summary>Replaces variables in a Compose file's values (compose-spec, 12-interpolation.md).</summary>
/// <param name="shown">The file's name, for messages.</param>
/// <param name="variable">The value of a variable; null when it has none.</param>
internal sealed partial class ComposeVariables(string shown, Func<string, string?> variable)
{
    /// <summary>The value of one; null when it has none.</summary>
    public string? Of(string name) => variable(name);

    /// <summary>A value with its variables replaced.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="line">Its line, for messages.</param>
    /// <exception cref="CtraceException">Data: it is no such text, or a variable is wanted that has no value.</exception>
    public string Replace(string text, int line)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (replaced, at) = (new StringBuilder(), 0);
        while (text.IndexOf('$', at) is >= 0 and var dollar)
        {
            replaced.Append(text, at, dollar - at);
            var match = Variable().Match(text, dollar);
            if (!match.Success)
            {
                throw new CtraceException(FailureKind.Data, $"{shown}:{line}: cannot read the variable in '{text}'", "write it out, or $$ for a dollar sign");
            }

            replaced.Append(match.Value == "$$" ? "$" : Value(match, line));
            at = dollar + match.Length;
        }

        return replaced.Append(text, at, text.Length - at).ToString();
    }

    private string Value(Match match, int line)
    {
        var name = match.Groups["name"].Value + match.Groups["braced"].Value;
        var (given, how, more) = (variable(name), match.Groups["how"].Value, match.Groups["more"].Value);
        var isThere = how.StartsWith(':') ? !string.IsNullOrEmpty(given) : given is not null;
        return how.TrimStart(':') switch
        {
            "-" => isThere ? given! : more,
            "+" => isThere ? more : "",
            "?" when !isThere => throw new CtraceException(FailureKind.Data, $"{shown}:{line}: the variable {name} has no value{(more.Length > 0 ? $": {more}" : "")}", $"set {name}"),
            _ => given ?? "",
        };
    }

    [GeneratedRegex(@"\G\$(?:\$|(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<braced>[A-Za-z_][A-Za-z0-9_]*)(?:(?<how>:?[-+?])(?<more>[^${}]*))?\})")]
    private static partial Regex Variable();
}
