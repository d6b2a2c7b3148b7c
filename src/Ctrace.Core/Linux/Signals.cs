using System.Globalization;

namespace Ctrace.Core.Linux;

/// <summary>Signals by name, lower case without SIG: <c>term</c>, <c>rtmin+3</c>; <c>exists</c> is number 0, which only asks.</summary>
internal static class Signals
{
    /// <summary>SIGRTMIN as the kernel has it; libraries begin later (signal(7)).</summary>
    private const int FirstRealTime = 32;

    /// <summary>_NSIG (include/uapi/asm-generic/signal.h).</summary>
    private const int Last = 64;

    private const string RealTime = "rtmin+";

    /// <summary>By number from 0 (include/uapi/asm-generic/signal.h; x86 and arm have the same).</summary>
    private static readonly string[] Names =
    [
        "exists", "hup", "int", "quit", "ill", "trap", "abrt", "bus", "fpe", "kill", "usr1", "segv", "usr2", "pipe", "alrm", "term", "stkflt",
        "chld", "cont", "stop", "tstp", "ttin", "ttou", "urg", "xcpu", "xfsz", "vtalrm", "prof", "winch", "io", "pwr", "sys",
    ];

    /// <summary>A signal's name, or null for a number that no signal has.</summary>
    public static string? Name(int number) => number switch
    {
        >= 0 and < FirstRealTime => Names[number],
        >= FirstRealTime and <= Last => $"{RealTime}{number - FirstRealTime}",
        _ => null,
    };

    /// <summary>A signal's number, as engines take it (moby pkg/signal): <c>SIGQUIT</c>, <c>quit</c>, <c>3</c>, <c>RTMIN+3</c>; null for anything else.</summary>
    public static int? Number(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number is > 0 and <= Last ? number : null;
        }

        // As for libraries, the first real-time signal is 34 there.
        var name = text.ToLowerInvariant() is var lower && lower.StartsWith("sig", StringComparison.Ordinal) ? lower[3..] : lower;
        var (start, further) = (name.Length > 5 ? name[..5] : name, name.Length > 6 ? name[6..] : "0");
        return (start, int.TryParse(further, NumberStyles.None, CultureInfo.InvariantCulture, out var steps)) switch
        {
            ("rtmin", true) when name.Length == 5 || name[5] == '+' => InRange(34 + steps),
            ("rtmax", true) when name.Length == 5 || name[5] == '-' => InRange(Last - steps),
            _ => Enumerable.Range(1, FirstRealTime - 1).Where(each => Names[each] == name).Select(each => (int?)each).FirstOrDefault(),
        };
    }

    private static int? InRange(int number) => number is >= 34 and <= Last ? number : null;

    /// <summary>Whether it is the name of one.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Contains(name) || (name.StartsWith(RealTime, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(RealTime.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Name(number + FirstRealTime) == name);
    }
}
