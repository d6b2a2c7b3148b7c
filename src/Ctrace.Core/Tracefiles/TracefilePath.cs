using System.Text;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// Where a tracefile lies below the data directory: plain names with a slash between, which lead nowhere else. Made only
/// from text that was checked, and never normalised: what is not plain is refused.
/// </summary>
internal sealed class TracefilePath : IEquatable<TracefilePath>
{
    /// <summary>The longest whole, in bytes of UTF-8 (PATH_MAX without its NUL, include/uapi/linux/limits.h).</summary>
    public const int MaxLength = 4095;

    /// <summary>The longest name, in bytes of UTF-8 (NAME_MAX, include/uapi/linux/limits.h).</summary>
    public const int MaxName = 255;

    /// <summary>How deep a file may lie: an image's author chooses, so that it must not be a thousand directories.</summary>
    public const int MaxDepth = 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private TracefilePath(string text, string[] names) => (Text, Names) = (text, names);

    /// <summary>The whole.</summary>
    public string Text { get; }

    /// <summary>The directories and, last, the file. At least one.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Checks a text.</summary>
    /// <exception cref="CtraceException">Data: the text is no plain relative path; the message says which rule it breaks.</exception>
    public static TracefilePath Parse(string text) => Parse(text, "a tracefile's name", "myapp or myapp/%Y-%m");

    /// <summary>The same for another kind of file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is to be, for a message.</param>
    /// <param name="example">Such names.</param>
    /// <exception cref="CtraceException">As <see cref="Parse(string)"/>.</exception>
    internal static TracefilePath Parse(string text, string what, string example)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = text.Split('/');
        return Fault(text, names) is { } fault
            ? throw new CtraceException(FailureKind.Data, $"cannot use '{Shown(text)}' as {what}: {fault}",
                $"use a relative path of plain names, such as {example}")
            : new TracefilePath(text, names);
    }

    /// <inheritdoc />
    public bool Equals(TracefilePath? other) => other is not null && other.Text == Text;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TracefilePath);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Text;

    private static string? Fault(string text, string[] names)
    {
        if (text.Length == 0)
        {
            return "it is empty";
        }

        if (text.Length > MaxLength || Length(text) is not { } length)
        {
            return text.Length > MaxLength ? $"it is longer than {MaxLength} bytes" : "it is not valid Unicode";
        }

        if (!ReferenceEquals(Printable.Escape(text), text))
        {
            return "it has characters that are not seen";
        }

        return length > MaxLength ? $"it is longer than {MaxLength} bytes"
            : text[0] == '/' ? "it is an absolute path"
            : names.Length > MaxDepth ? $"it is more than {MaxDepth} names deep"
            : names.Select(NameFault).FirstOrDefault(fault => fault is not null);
    }

    private static string? NameFault(string name) => name switch
    {
        "" => "it has an empty name in it",
        "." or ".." => $"it has the name '{name}' in it",

        // options passes such files over, and the temporary files of ctrace itself are such files.
        ['.', ..] => $"'{Shown(name)}' is a hidden file's name",

        // It would be taken for an option by any command that is given data/*.
        ['-', ..] => $"'{Shown(name)}' starts with a hyphen",
        _ when Length(name) > MaxName => $"'{Shown(name)}' is longer than {MaxName} bytes",
        _ => null,
    };

    private static int? Length(string text)
    {
        try
        {
            return Utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static string Shown(string text) => text.Length <= 100 ? text : $"{text[..100]}...";
}
