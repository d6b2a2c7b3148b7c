namespace Ctrace.Recordings;

/// <summary>How the daemon says what happens.</summary>
internal enum LogFormat
{
    /// <summary>Lines for people, and only what they must know.</summary>
    Text,

    /// <summary>A JSON object a line, and also which containers come and go.</summary>
    Json,
}
