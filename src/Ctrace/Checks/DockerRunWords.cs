using System.Text;

namespace Ctrace.Checks;

/// <summary>Recognises a <c>docker run</c> in what a user wants to have run, so that its container can be watched instead of the client.</summary>
internal static class DockerRunWords
{
    // What only a shell can make sense of (sh(1), 2.2 Quoting).
    private const string Special = "|&;<>()$`*?[]#~=%!{}\n";

    /// <summary>Whether a command is <c>docker run</c> or <c>docker container run</c>.</summary>
    public static bool Are(IReadOnlyList<string> words) => words is ["docker", "run", ..] or ["docker", "container", "run", ..];

    /// <summary>The words of a shell's line when it is a plain <c>docker run</c>; null when it is anything else, or takes a shell to understand.</summary>
    public static IReadOnlyList<string>? Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var at = 0; at < line.Length; at++)
        {
            var character = line[at];
            if (character is ' ' or '\t')
            {
                Take(words, ref word);
                continue;
            }

            word ??= new StringBuilder();
            switch (character)
            {
                case '\'' when line.IndexOf('\'', at + 1) is > 0 and var end:
                    word.Append(line, at + 1, end - at - 1);
                    at = end;
                    break;
                case '"' when line.IndexOf('"', at + 1) is > 0 and var end && line.AsSpan(at + 1, end - at - 1).IndexOfAny("$`\\!") < 0:
                    word.Append(line, at + 1, end - at - 1);
                    at = end;
                    break;
                case '\\' when at + 1 < line.Length && line[at + 1] != '\n':
                    word.Append(line[++at]);
                    break;
                case '\'' or '"' or '\\':
                    return null;
                case '=' when words.Count > 0:
                    word.Append(character); // an assignment only in front of the command
                    break;
                case '%' or '!' when words.Count > 0:
                    word.Append(character);
                    break;
                default:
                    if (Special.Contains(character, StringComparison.Ordinal))
                    {
                        return null;
                    }

                    word.Append(character);
                    break;
            }
        }

        Take(words, ref word);
        return Are(words) ? words : null;
    }

    private static void Take(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }
}
