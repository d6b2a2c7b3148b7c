using System.Buffers.Binary;
using System.Numerics;

namespace Ctrace.Core;

/// <summary>
/// SHA-256 (FIPS 180-4) of short texts. The class library's own needs OpenSSL, which a machine that runs the program need not have.
/// </summary>
internal static class Sha256
{
    private const int BlockSize = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes: section 4.2.2.
    private static readonly uint[] Constants = [.. Primes(64).Select(prime => Fraction(prime, Math.Cbrt))];

    // The same of the square roots of the first 8: section 5.3.3.
    private static readonly uint[] Start = [.. Primes(8).Select(prime => Fraction(prime, Math.Sqrt))];

    /// <summary>The 32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        var state = Start.ToArray();
        var rest = message;
        for (; rest.Length >= BlockSize; rest = rest[BlockSize..])
        {
            Compress(state, rest[..BlockSize]);
        }

        // A bit, zeros, and the length in bits fill the last block, or the last two (section 5.1.1).
        Span<byte> last = stackalloc byte[2 * BlockSize];
        last.Clear();
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        last = last[..(rest.Length < BlockSize - sizeof(ulong) ? BlockSize : 2 * BlockSize)];
        BinaryPrimitives.WriteUInt64BigEndian(last[^sizeof(ulong)..], (ulong)message.Length * 8);
        for (; last.Length > 0; last = last[BlockSize..])
        {
            Compress(state, last[..BlockSize]);
        }

        var hash = new byte[32];
        for (var word = 0; word < state.Length; word++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(word * sizeof(uint)), state[word]);
        }

        return hash;
    }

    // Section 6.2.2.
    private static void Compress(uint[] state, ReadOnlySpan<byte> block)
    {
        Span<uint> schedule = stackalloc uint[64];
        for (var t = 0; t < 16; t++)
        {
            schedule[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..]);
        }

        for (var t = 16; t < schedule.Length; t++)
        {
            var early = schedule[t - 15];
            var late = schedule[t - 2];
            schedule[t] = schedule[t - 16] + schedule[t - 7]
                + (BitOperations.RotateRight(early, 7) ^ BitOperations.RotateRight(early, 18) ^ (early >> 3))
                + (BitOperations.RotateRight(late, 17) ^ BitOperations.RotateRight(late, 19) ^ (late >> 10));
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var t = 0; t < schedule.Length; t++)
        {
            var first = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25))
                + ((e & f) ^ (~e & g)) + Constants[t] + schedule[t];
            var second = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22))
                + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static IEnumerable<int> Primes(int count) =>
        Enumerable.Range(2, int.MaxValue - 2).Where(candidate => Enumerable.Range(2, candidate - 2).All(divisor => candidate % divisor != 0)).Take(count);

    // A double has 52 bits behind the point's leading one; the integer part of a root of a prime below 312 takes at most 5 of them.
    private static uint Fraction(int prime, Func<double, double> root) => (uint)((root(prime) % 1) * (1L << 32));
}
