using System.Collections.Immutable;
using System.Text;

namespace Ctrace.Core.Rehearsals;

/// <summary>Splits a command that is written as one text into words, as Compose does (mattn/go-shellwords): quotes and backslashes, nothing else.</summary>
internal static class ComposeWords
{
    /// <summary>The words; null when a quote does not end.</summary>
    public static ImmutableArray<string>? Split(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (quote == '\0' && char.IsWhiteSpace(character))
            {
                if (word is not null)
                {
                    words.Add(word.ToString());
                }

                word = null;
                continue;
            }

            word ??= new StringBuilder();
            if (character == '\\' && quote != '\'' && at + 1 < text.Length)
            {
                word.Append(text[++at]);
            }
            else if (character == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && character is '\'' or '"')
            {
                quote = character;
            }
            else
            {
                word.Append(character);
            }
        }

        if (word is not null)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words.ToImmutable() : null;
    }
}
