using System.CommandLine;
using Ctrace.Core;

namespace Ctrace.Commands.Options;

/// <summary>What was typed, beside the values.</summary>
internal static class CommandLine
{
    /// <summary>Whether an option was typed, be it with its default value.</summary>
    public static bool IsTyped(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Refuses an option that says how another one works, where that is not given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="other">The other's name.</param>
    /// <param name="isGiven">Whether the other is given.</param>
    /// <exception cref="CtraceException">Usage: the option alone is given.</exception>
    public static void RequireWith(this ParseResult result, Option option, string other, bool isGiven)
    {
        if (!isGiven && result.IsTyped(option))
        {
            throw new CtraceException(FailureKind.Usage, $"{option.Name} goes with {other}", $"give {other}, or leave {option.Name} out");
        }
    }
}
