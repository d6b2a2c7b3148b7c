namespace Ctrace.Probes;

/// <summary>Kernel functions whose capability checks nobody audits; unused ones are zeros.</summary>
internal partial struct NoiseRanges
{
    /// <summary>The running kernel's.</summary>
    public static NoiseRanges From(IReadOnlyList<AddressRange> ranges)
    {
        var noise = default(NoiseRanges);
        for (var i = 0; i < ranges.Count; i++)
        {
            noise[i] = ranges[i];
        }

        return noise;
    }
}
