using System.Globalization;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;

namespace Ctrace.Recordings;

/// <summary>What the daemon says: one line when it is ready, on standard output; all else on standard error, each trouble once.</summary>
internal sealed class DaemonLog(TextWriter output, TextWriter errors, LogFormat format)
{
    private readonly Dictionary<TracefilePath, CtraceException> _failing = [];
    private bool _ready;

    /// <summary>How often a tracefile could not be written.</summary>
    public ulong Failures { get; private set; }

    /// <summary>The failures that are not over, as lines.</summary>
    public IReadOnlyList<string> Failing => [.. _failing.Values.Select(failure => failure.Line)];

    /// <summary>The engine answers: said the first time, and after each absence.</summary>
    public void Connected()
    {
        if (_ready)
        {
            Say(new LogEntry("engine-back", "the engine is back") { Level = "info" });
            return;
        }

        _ready = true;
        const string Ready = "Waiting for Docker events";
        try
        {
            output.WriteLine(format == LogFormat.Json ? Json(new LogEntry("ready", Ready) { Level = "info" }) : Ready);
            output.Flush();
        }
        catch (CtraceException failure)
        {
            // Tracing is worth more than saying so.
            Say(new LogEntry("output-failed", failure.Line));
        }
    }

    /// <summary>One line; untrusted text in it is made safe.</summary>
    public void Say(LogEntry entry) => errors.WriteLine(format == LogFormat.Json ? Json(entry) : $"ctrace: {Printable.Escape(entry.Message)}");

    /// <summary>Something ordinary, that only programs are told.</summary>
    public void Note(LogEntry entry)
    {
        if (format == LogFormat.Json)
        {
            Say(entry with { Level = "info" });
        }
    }

    /// <summary>How a write of a tracefile ended. A failure is said when it begins, or changes, and not again until it is over.</summary>
    public void Wrote(TracefilePath path, CtraceException? failure)
    {
        if (failure is null)
        {
            if (_failing.Remove(path))
            {
                Say(new LogEntry("write-recovered", $"{path} can be written again") { Level = "info", Tracefile = path.Text });
            }

            return;
        }

        Failures++;
        if (!_failing.TryGetValue(path, out var before) || !IsSame(before.Message, failure.Message))
        {
            Say(new LogEntry("write-failed", $"{failure.Line}; it is tried again") { Level = "error", Tracefile = path.Text });
        }

        _failing[path] = failure;
    }

    /// <summary>Ends with a failure that is still there: what was recorded could not be written.</summary>
    public void ThrowIfFailing()
    {
        if (_failing.Count > 0)
        {
            throw _failing.Values.First();
        }
    }

    /// <summary>Whether it is the same trouble, though with other numbers: a size that grows is no news.</summary>
    private static bool IsSame(string before, string now) =>
        before.Where(one => !char.IsAsciiDigit(one)).SequenceEqual(now.Where(one => !char.IsAsciiDigit(one)));

    private static string Json(LogEntry entry) => JsonLine.Of(json =>
    {
        json.WriteString("time", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("level", entry.Level);
        json.WriteString("event", entry.Event);
        foreach (var (name, value) in new[] { ("container", entry.Container), ("id", entry.Id), ("tracefile", entry.Tracefile) })
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteString("message", entry.Message);
    });
}

/// <summary>How the daemon says what happens.</summary>
internal enum LogFormat
{
    /// <summary>Lines for people, and only what they must know.</summary>
    Text,

    /// <summary>A JSON object a line, and also which containers come and go.</summary>
    Json,
}

/// <summary>One thing that the daemon says. Names and messages may be untrusted text.</summary>
/// <param name="Event">What kind of thing, as programs know it: a word of ctrace-trace(1).</param>
/// <param name="Message">The same for people.</param>
internal sealed record LogEntry(string Event, string Message)
{
    /// <summary>info, warning or error.</summary>
    public string Level { get; init; } = "warning";

    /// <summary>The container that it is about, by name; null when it is about none.</summary>
    public string? Container { get; init; }

    /// <summary>The container's id; null where the entry is about none.</summary>
    public string? Id { get; init; }

    /// <summary>The tracefile that it is about.</summary>
    public string? Tracefile { get; init; }
}
