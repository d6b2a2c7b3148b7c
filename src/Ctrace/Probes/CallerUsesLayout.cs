namespace Ctrace.Probes;

/// <summary>A bit for each use.</summary>
internal partial struct CallerUsesLayout
{
    /// <summary>Which uses there are, in order, but for those that were there before.</summary>
    public readonly List<uint> Uses(in CallerUsesLayout before = default)
    {
        var uses = new List<uint>();
        for (var word = 0; word < Contract.USES / 64; word++)
        {
            for (var bits = Made[word] & ~before.Made[word]; bits != 0; bits &= bits - 1)
            {
                uses.Add((uint)(word * 64) + (uint)ulong.TrailingZeroCount(bits));
            }
        }

        return uses;
    }
}
