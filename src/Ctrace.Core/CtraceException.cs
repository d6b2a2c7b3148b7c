namespace Ctrace.Core;

/// <summary>What went wrong, as the exit code that the program ends with (sysexits.h, except <see cref="Found"/>).</summary>
public enum FailureKind
{
    /// <summary>A check found something: exit 1.</summary>
    Found = 1,

    /// <summary>The command line cannot be understood: exit 64 (EX_USAGE).</summary>
    Usage = 64,

    /// <summary>A file's content is not what it should be: exit 65 (EX_DATAERR).</summary>
    Data = 65,

    /// <summary>An input does not exist or cannot be read: exit 66 (EX_NOINPUT).</summary>
    NoInput = 66,

    /// <summary>Something that is needed is not there (engine, kernel feature): exit 69 (EX_UNAVAILABLE).</summary>
    Unavailable = 69,

    /// <summary>A bug in ctrace: exit 70 (EX_SOFTWARE).</summary>
    Software = 70,

    /// <summary>An output cannot be created: exit 73 (EX_CANTCREAT).</summary>
    CannotCreate = 73,

    /// <summary>Reading or writing failed midway: exit 74 (EX_IOERR).</summary>
    InputOutput = 74,

    /// <summary>Rights are missing: exit 77 (EX_NOPERM).</summary>
    Permission = 77,
}

/// <summary>
/// The one exception that is meant for the user: a line that says what failed and why, and a hint that says what to do.
/// Only the program's entry catches it.
/// </summary>
public sealed class CtraceException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="kind">What kind of failure, and so the exit code.</param>
    /// <param name="message">What failed and why, without a final full stop and without line breaks.</param>
    /// <param name="hint">What to do about it, or empty.</param>
    /// <param name="inner">The cause, kept for debugging and never shown.</param>
    public CtraceException(FailureKind kind, string message, string hint = "", Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Hint = hint;
    }

    /// <summary>The kind, and so the exit code.</summary>
    public FailureKind Kind { get; }

    /// <summary>What to do, or empty.</summary>
    public string Hint { get; }

    /// <summary>The one line as it is shown, control characters escaped: <c>message (hint)</c>.</summary>
    public string Line => Printable.Escape(Hint.Length == 0 ? Message : $"{Message} ({Hint})");
}
