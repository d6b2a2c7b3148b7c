using System.Globalization;
using FsCheck;

namespace Ctrace.Core.Tests;

/// <summary>
/// Properties are held against the same cases in every run, so that what passed here passes there. Under ./build fuzz,
/// CTRACE_FUZZ_SEED chooses others and CTRACE_FUZZ_FACTOR says how many times as many.
/// </summary>
internal static class Seeded
{
    private const int Quick = 100;

    // SplitMix's increment (Steele, Lea, Flood 2014) is odd; this is the one of java.util.SplittableRandom.
    private const ulong Gamma = 0x9e3779b97f4a7c15;

    public static ulong Seed { get; } = Number("CTRACE_FUZZ_SEED", 20261122);

    public static int Factor { get; } = (int)Number("CTRACE_FUZZ_FACTOR", 1);

    public static void Hold(this Property property, int tries = Quick) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(tries * Factor).WithReplay(Seed, Gamma));

    private static ulong Number(string name, ulong otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
