using System.Collections.Immutable;
using Ctrace.Core.Decoding.Arguments;

namespace Ctrace.Core.Decoding;

/// <summary>How a call is printed.</summary>
/// <param name="Arguments">Its arguments, each with its first register.</param>
/// <param name="Result">A word for what the result is, or empty: a number.</param>
internal sealed record Signature(ImmutableArray<(Argument Argument, int Register)> Arguments, string Result)
{
    /// <summary>Reads the words of a row.</summary>
    /// <param name="words">Words of tables/decoding.csv.</param>
    /// <param name="result">The result's word.</param>
    /// <param name="alignsPairs">arm: a 64-bit number begins in an even register (syscall(2)).</param>
    public static Signature Parse(IEnumerable<string> words, string result, bool alignsPairs)
    {
        var arguments = ImmutableArray.CreateBuilder<(Argument, int)>();
        var register = 0;
        foreach (var word in words)
        {
            var argument = ArgumentWords.Parse(word);
            if (argument is PairArgument && alignsPairs)
            {
                register += register % 2;
            }

            arguments.Add((argument, register));
            register += argument.Registers;
        }

        return new Signature(arguments.ToImmutable(), result);
    }
}
