using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>The start of a line of the section CAPABILITIES-HELD: <c>net_raw file</c>, a capability and what it had to be held for.</summary>
internal static class HeldLine
{
    public const string Expected = "file, capset or ambient";

    private static readonly Dictionary<string, Holding> Words = new(StringComparer.Ordinal)
    {
        ["file"] = Holding.File,
        ["capset"] = Holding.Capset,
        ["ambient"] = Holding.Ambient,
    };

    public static string Write(HeldCapability held) => KernelName.IsValid(held.Name)
        ? $"{held.Name} {Words.First(word => word.Value == held.For).Key}"
        : throw new ArgumentException($"not a name: {held.Name}");

    public static bool TryRead(string word, out Holding holding) => Words.TryGetValue(word, out holding);
}
