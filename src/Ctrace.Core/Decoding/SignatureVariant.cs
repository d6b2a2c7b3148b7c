using System.Collections.Immutable;
using System.Globalization;

namespace Ctrace.Core.Decoding;

/// <summary>When a signature holds: when an argument, or some bits of it, has one of some values. Without values it holds always.</summary>
internal sealed record SignatureVariant(int Argument, ulong Mask, ImmutableArray<ulong> Values, Signature Signature)
{
    /// <summary>Whether it holds for a call.</summary>
    public bool Holds(TracedCall call) => Values.IsEmpty || Values.Contains(call.Argument(Argument) & Mask);

    /// <summary>Reads <c>1&amp;127=FUTEX_WAIT/FUTEX_WAKE</c>, or nothing.</summary>
    public static SignatureVariant Parse(string condition, Signature signature)
    {
        if (condition.Length == 0)
        {
            return new(0, 0, [], signature);
        }

        var sides = condition.Split('=');
        var left = sides[0].Split('&');
        var values = sides[1].Split('/').Select(name => Constants.Value(name) ?? throw new FormatException($"there is no constant {name}"));
        return new(
            int.Parse(left[0], CultureInfo.InvariantCulture),
            left.Length > 1 ? ulong.Parse(left[1], CultureInfo.InvariantCulture) : uint.MaxValue,
            [.. values],
            signature);
    }
}
