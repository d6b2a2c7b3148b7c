using System.Globalization;

namespace Ctrace.Core.Linux;

/// <summary>Signals by name, lower case without SIG: <c>term</c>, <c>rtmin+3</c>; <c>exists</c> is number 0, which only asks.</summary>
public static class Signals
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

    /// <summary>Whether it is the name of one.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Contains(name) || (name.StartsWith(RealTime, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(RealTime.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Name(number + FirstRealTime) == name);
    }
}
