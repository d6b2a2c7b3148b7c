using System.Text;

namespace Ctrace.Tests.Fuzz;

/// <summary>Something that reads what strangers wrote.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Seeds">Inputs that it takes.</param>
/// <param name="Words">What means something in its language.</param>
/// <param name="Read">
/// Reads an input and says in a word what came of it. It may throw a CtraceException, which is a refusal; anything else is a bug.
/// </param>
/// <param name="Tries">How many inputs a run gives it.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words, Func<byte[], string> Read, int Tries)
{
    public static IReadOnlyList<byte[]> Texts(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    public override string ToString() => Name;
}
