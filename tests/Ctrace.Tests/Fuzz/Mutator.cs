namespace Ctrace.Tests.Fuzz;

/// <summary>Damages inputs: the same damage for the same seed.</summary>
/// <param name="random">Where the choices come from.</param>
/// <param name="words">What means something in the inputs' language.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words)
{
    private const int MostChanges = 6, LongestRun = 64, LongestRepeat = 2000;

    private static readonly byte[] Edges = [0x00, 0x01, 0x7f, 0x80, 0xff, (byte)'\n', (byte)'\r', (byte)'"', (byte)'\\', 0x1b];

    /// <summary>One of these inputs, changed in up to six places.</summary>
    public byte[] Next(IReadOnlyList<byte[]> inputs)
    {
        var bytes = Any(inputs).ToList();
        for (var change = random.Next(1, MostChanges + 1); change > 0; change--)
        {
            Change(bytes, inputs);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> inputs)
    {
        var at = random.Next(bytes.Count + 1);
        var run = Math.Min(random.Next(1, LongestRun), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Edges[random.Next(Edges.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, run);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, run));
                break;
            case 4:
                bytes.InsertRange(at, Any(words));
                break;
            case 5:
                var other = Any(inputs);
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, LongestRun), other.Length - from)).ToArray());
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7 when run > 0:
                bytes.InsertRange(at, Enumerable.Repeat(bytes.GetRange(at, Math.Min(run, 4)), random.Next(LongestRepeat)).SelectMany(part => part).ToList());
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }
    }

    private byte[] Any(IReadOnlyList<byte[]> from) => from.Count == 0 ? [] : from[random.Next(from.Count)];
}
