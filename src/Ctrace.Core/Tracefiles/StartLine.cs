using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// Lines of the section STARTS, <c>8f14e45fceea167a whole 2026-11-30t01:10:06.123z 30412 exit:0 new first=term others=chld</c>, and the ends of lines of
/// SYSCALLS-FIRST and CAPABILITIES-FIRST, <c>2026-11-30t01:10:06.523z 8f14e45fceea167a</c>.
/// </summary>
internal static class StartLine
{
    public const string Expected =
        "a start: 16 hexadecimal digits, whole or late, a time, milliseconds, - or exit:CODE or signal:NAME, unknown or none, new, used (with commas), and signals (first=term,hup ...)";

    public const string ExpectedMoment = "a time (2026-11-30t01:10:06.123z) and a start's 16 hexadecimal digits";

    private const string Whole = "whole", Late = "late", None = "-", Exit = "exit:", Signal = "signal:", Unknown = "unknown";
    // As RFC 3339 has it, in lower case: no line may look like a heading.
    private const string Time = "yyyy-MM-dd't'HH:mm:ss.fff'z'";

    private static readonly (string Word, DataState State)[] States = [("none", DataState.None), ("new", DataState.New), ("used", DataState.Used)];

    private static readonly (string Word, Func<Arrivals, ulong> Read, Func<Arrivals, ulong, Arrivals> With)[] Kinds =
    [
        ("first", arrivals => arrivals.FirstHandled, (arrivals, bits) => arrivals with { FirstHandled = bits }),
        ("first-default", arrivals => arrivals.FirstDefault, (arrivals, bits) => arrivals with { FirstDefault = bits }),
        ("others", arrivals => arrivals.OthersHandled, (arrivals, bits) => arrivals with { OthersHandled = bits }),
        ("others-default", arrivals => arrivals.OthersDefault, (arrivals, bits) => arrivals with { OthersDefault = bits }),
    ];

    private static readonly Dictionary<string, int> Numbers = Enumerable.Range(1, 64).ToDictionary(number => Signals.Name(number)!, StringComparer.Ordinal);

    public static string Write(RunStart start) => string.Join(' ',
        [$"{start.Id}", start.IsWhole ? Whole : Late, Write(start.Began), $"{start.Observed}", Write(start.End), Write(start.Data), .. Kinds
            .Where(kind => kind.Read(start.Signals) != 0)
            .Select(kind => $"{kind.Word}={string.Join(',', Arrivals.Numbers(kind.Read(start.Signals)).Select(Signals.Name))}")]);

    public static string Write(Moment moment) => $"{Write(moment.Time)} {moment.Start}";

    public static bool TryRead(string line, out RunStart start)
    {
        start = new RunStart(default);
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var id, var part, var began, var observed, var end, var data, .. var signals]
            || !StartId.TryParse(id, out var known) || part is not (Whole or Late) || !TryTime(began, out var time)
            || !ulong.TryParse(observed, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || !TryEnd(end, out var ended) || !TryData(data, out var state) || !TrySignals(signals, out var arrivals))
        {
            return false;
        }

        start = new RunStart(known) { IsWhole = part == Whole, Began = time, Observed = milliseconds, End = ended, Data = state, Signals = arrivals };
        return true;
    }

    public static bool TryRead(string time, string id, out Moment moment)
    {
        var isMoment = TryTime(time, out var milliseconds) & StartId.TryParse(id, out var start);
        moment = new Moment(milliseconds, start);
        return isMoment;
    }

    private static string Write(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString(Time, CultureInfo.InvariantCulture);

    private static string Write(RunEnd? end) => end is not { } known ? None
        : known.IsSignal ? $"{Signal}{Signals.Name(known.Number) ?? $"{known.Number}"}" : $"{Exit}{known.Number}";

    private static string Write(DataState data) =>
        data == DataState.Unknown ? Unknown : string.Join(',', States.Where(state => data.HasFlag(state.State)).Select(state => state.Word));

    private static bool TryTime(string text, out long time)
    {
        var isTime = DateTimeOffset.TryParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var known);
        time = isTime ? known.ToUnixTimeMilliseconds() : 0;
        return isTime && time >= 0;
    }

    private static bool TryEnd(string text, out RunEnd? end)
    {
        end = null;
        if (text == None)
        {
            return true;
        }

        var isSignal = text.StartsWith(Signal, StringComparison.Ordinal);
        var word = isSignal ? text[Signal.Length..] : text.StartsWith(Exit, StringComparison.Ordinal) ? text[Exit.Length..] : "";
        if (!(isSignal && Numbers.TryGetValue(word, out var number)) && !int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        var known = new RunEnd(isSignal, number);
        end = known;
        return known.IsValid;
    }

    private static bool TryData(string text, out DataState data)
    {
        data = DataState.Unknown;
        foreach (var word in text == Unknown ? [] : text.Split(','))
        {
            if (Array.Find(States, one => one.Word == word) is not { Word: not null } state)
            {
                return false;
            }

            data |= state.State;
        }

        return true;
    }

    private static bool TrySignals(string[] words, out Arrivals signals)
    {
        signals = default;
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at < 0 || Array.Find(Kinds, one => one.Word == word[..at]) is not { Word: not null } kind)
            {
                return false;
            }

            var bits = kind.Read(signals);
            foreach (var name in word[(at + 1)..].Split(','))
            {
                if (!Numbers.TryGetValue(name, out var number))
                {
                    return false;
                }

                bits |= Arrivals.Bit(number);
            }

            signals = kind.With(signals, bits);
        }

        return true;
    }
}
