using System.Text;
using System.Text.RegularExpressions;
using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Fuzz;

/// <summary>Something that reads what strangers wrote.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Seeds">Inputs that it takes.</param>
/// <param name="Words">What means something in its language.</param>
/// <param name="Read">
/// Reads an input and says in a word what came of it. It may throw a CtraceException, which is a refusal; anything else is a bug.
/// </param>
/// <param name="Tries">How many inputs a run gives it.</param>
internal sealed partial record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words, Func<byte[], string> Read, int Tries)
{
    // An input is a few kilobytes, or some megabytes where its length is what is wrong with it.
    private const long MostMemory = 256L << 20;

    /// <summary>After so long a time it does not end: a busy machine is slow, and no input is worth a minute.</summary>
    public static TimeSpan Hang { get; } = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<byte[]> Texts(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>
    /// What came of an input: what the target says, or the kind of its refusal, without what it quotes, and where. Throws what is a
    /// bug; too much memory and more than one line are, too.
    /// </summary>
    public string Judge(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            outcome = Read(input);
        }
        catch (CtraceException refusal)
        {
            Assert.DoesNotContain(refusal.Line, letter => char.IsControl(letter));
            outcome = Particulars().Replace(refusal.Message, "");
        }

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < MostMemory, $"{taken} bytes for an input of {input.Length}");
        return outcome;
    }

    public override string ToString() => Name;

    [GeneratedRegex("[0-9]+|'[^']*'|[^ ]*:")]
    private static partial Regex Particulars();
}
