namespace Ctrace.Recordings;

/// <summary>One thing that the daemon says. Names and messages may be untrusted text.</summary>
/// <param name="Event">What kind of thing, as programs know it: a word of ctrace-trace(1).</param>
/// <param name="Message">The same for people.</param>
internal sealed record LogEntry(string Event, string Message)
{
    /// <summary>info, warning or error.</summary>
    public string Level { get; init; } = "warning";

    /// <summary>The container that it is about, by name; null when it is about none.</summary>
    public string? Container { get; init; }

    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The tracefile that it is about.</summary>
    public string? Tracefile { get; init; }
}
