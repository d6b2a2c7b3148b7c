namespace Ctrace.Core.Rehearsals;

/// <summary>The file <c>.env</c> beside a Compose file: variables for what stands there (Docker's manual, Compose, env file syntax).</summary>
internal static class ComposeEnvironment
{
    /// <summary>Variables of the environment, and below them those of the file.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <param name="environment">The value of a variable of the environment, which counts more.</param>
    /// <exception cref="CtraceException">Data: a line is neither <c>NAME=VALUE</c> nor a comment.</exception>
    public static Func<string, string?> Read(string text, string shown, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? Of(string name) => environment(name) ?? values.GetValueOrDefault(name);
        var variables = new ComposeVariables(shown, Of);
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new CtraceException(FailureKind.Data, $"{shown}:{number}: this is no NAME=VALUE", "comments begin with #");
            }

            var name = line[..equals].Trim();
            values[name.StartsWith("export ", StringComparison.Ordinal) ? name["export ".Length..].Trim() : name] = Value(line[(equals + 1)..].Trim(), variables, number);
        }

        return Of;
    }

    private static string Value(string value, ComposeVariables variables, int line) => value switch
    {
        ['\'', .. var literal, '\''] => literal,
        ['"', .. var quoted, '"'] => variables.Replace(quoted, line),
        _ => variables.Replace(value.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment ? value[..comment].TrimEnd() : value, line),
    };
}
