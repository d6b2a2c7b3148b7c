using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding;

/// <summary>
/// Prints calls as strace 6.1 does. Whatever the traced program passes, a line has no control character in it: text is
/// escaped and everything else is a number or a name of ours.
/// </summary>
internal sealed class CallFormatter
{
    private readonly FormatOptions _options;

    /// <summary>Creates a formatter.</summary>
    public CallFormatter(FormatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.StringLimit, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.StringLimit, FormatOptions.MostBytes, nameof(options));
        _options = options;
    }

    /// <summary>A call's name; <c>syscall_0x1f4</c> for a number that has none.</summary>
    public static string Name(TracedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Syscalls.Name(call.Architecture, call.Number) ?? $"syscall_0x{call.Number:x}";
    }

    /// <summary>A call on one line: <c>close(3)                 = 0</c>. One that never returned (exit) has <c>= ?</c>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="prefix">What stands before it (<see cref="LinePrefix"/>), which counts for the column.</param>
    /// <param name="descriptorName">For -y: what a descriptor of the process is, AT_FDCWD its directory; null: not known.</param>
    public string Line(TracedCall call, string prefix = "", Func<int, string?>? descriptorName = null)
    {
        var text = Begin(call, prefix, descriptorName).Append(Name(call)).Append('(');
        WriteArguments(text, _ => true);
        return End(text);
    }

    /// <summary>What is known of a call at its entry, up to the first thing that its exit tells.</summary>
    public string Unfinished(TracedCall call, string prefix = "", Func<int, string?>? descriptorName = null)
    {
        var text = Begin(call, prefix, descriptorName).Append(Name(call)).Append('(');
        var known = KnownAtEntry(call);
        var shown = WriteArguments(text, at => at < known);
        var arguments = Signatures.For(call).Arguments;
        text.Append(shown > 0 && known < arguments.Length ? arguments[known].Argument.Separator : "");
        return text.Append(" <unfinished ...>").ToString();
    }

    /// <summary>The rest of a call that <see cref="Unfinished"/> began.</summary>
    public string Resumed(TracedCall call, string prefix = "", Func<int, string?>? descriptorName = null)
    {
        var text = Begin(call, prefix, descriptorName).Append("<... ").Append(Name(call)).Append(" resumed>");
        var known = KnownAtEntry(call);
        WriteArguments(text, at => at >= known);
        return End(text);
    }

    private CallText Begin(TracedCall call, string prefix, Func<int, string?>? descriptorName)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(prefix);
        return new CallText(call, _options, descriptorName).Append(prefix);
    }

    private static int KnownAtEntry(TracedCall call)
    {
        var arguments = Signatures.For(call).Arguments;
        for (var at = 0; at < arguments.Length; at++)
        {
            if (arguments[at].Argument.IsOutput)
            {
                return at;
            }
        }

        return arguments.Length;
    }

    private static int WriteArguments(CallText text, Func<int, bool> isWanted)
    {
        var arguments = Signatures.For(text.Call).Arguments;
        var shown = 0;
        for (var at = 0; at < arguments.Length; at++)
        {
            var (argument, register) = arguments[at];
            if (isWanted(at) && argument.IsShown(text))
            {
                argument.Write(shown++ == 0 ? text : text.Append(argument.Separator), register);
            }
        }

        return shown;
    }

    private string End(CallText text)
    {
        text.Append(')');
        do
        {
            text.Append(' ');
        }
        while (text.Length < _options.ResultColumn);

        text.Append("= ");
        ResultText.Write(text, Signatures.For(text.Call).Result);
        if (_options.ShowsDuration && text.Call.Result is not null)
        {
            text.Append(FormattableString.Invariant($" <{text.Call.Duration.TotalSeconds:0.000000}>"));
        }

        return text.ToString();
    }
}

/// <summary>What stands before a line when several processes are traced.</summary>
internal static class LinePrefix
{
    /// <summary><c>[pid     7] </c>, as wide as strace has it.</summary>
    public static string Pid(int pid) => $"[pid {pid,5}] ";
}
