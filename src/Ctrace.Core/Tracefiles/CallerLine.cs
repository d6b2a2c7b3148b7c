using System.Globalization;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>The end of a line that tells who used what: milliseconds, what is known of the caller, and of a program its path.</summary>
internal static class CallerLine
{
    public const string Expected = "and program PATH, runtime, unknown or others";

    private static readonly Dictionary<string, Caller> Words = new(StringComparer.Ordinal)
    {
        ["runtime"] = Caller.Runtime,
        ["unknown"] = Caller.Unknown,
        ["others"] = Caller.Others,
    };

    public static string Write(Caller caller, ulong first) => caller.Kind == CallerKind.Program
        ? $"{first} program {TracefileText.Escape(caller.Path)}"
        : $"{first} {Words.First(word => word.Value == caller).Key}";

    public static bool TryRead(string text, out Caller caller, out ulong first)
    {
        caller = default;
        var fields = text.TrimStart(' ').Split(' ', 3);
        return ulong.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out first) && TryCaller(fields, out caller);
    }

    private static bool TryCaller(string[] fields, out Caller caller)
    {
        caller = default;
        switch (fields)
        {
            case [_, "program", var path] when TracefileText.TryUnescape(path.AsSpan().TrimStart(' '), out var unescaped):
                caller = Caller.Program(unescaped);
                return true;
            case [_, "program"]:
                caller = Caller.Program("");
                return true;
            case [_, var word]:
                return Words.TryGetValue(word, out caller);
            default:
                return false;
        }
    }
}
