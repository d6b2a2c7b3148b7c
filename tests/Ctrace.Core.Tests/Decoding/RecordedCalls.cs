using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Golden;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>The calls that tests/decoding/record wrote down; its head says how.</summary>
internal static class RecordedCalls
{
    public static IReadOnlyList<TracedCall> Read(Architecture architecture)
    {
        var calls = new List<TracedCall>();
        var copies = ImmutableArray.CreateBuilder<CapturedMemory>();
        foreach (var line in GoldenFile.Read($"Decoding/calls.{architecture.Name}.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            if (words[0] == "copy")
            {
                copies.Add(new(
                    byte.Parse(words[1]), (CapturePhase)byte.Parse(words[2]), (CaptureKind)byte.Parse(words[3]), Hex(words[4]),
                    Convert.FromHexString(words[6]), words[5] == "1"));
            }
            else
            {
                long? result = words[8] == "-" ? null : (long)Hex(words[8]);
                calls.Add(new(
                    architecture, (int)Hex(words[1]), [.. words[2..8].Select(Hex)], result, TimeSpan.Zero, copies.DrainToImmutable()));
            }
        }

        return calls;
    }

    private static ulong Hex(string word) => ulong.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
