using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// A line of the section ARGUMENTS: <c>x86_64 socket 0x1 0x1 0x0 12</c>, the values and how often; or <c>x86_64 ioctl any</c>.
/// </summary>
internal static class ArgumentLine
{
    /// <summary>What a line is, for a message.</summary>
    public const string Expected = "an architecture, a syscall, values (0x...) and a number, or 'any' instead";

    private const string Any = "any", Hexadecimal = "0x";

    /// <summary>Writes the lines of the section.</summary>
    public static IEnumerable<string> Lines(RecordedArguments arguments) => Sorted(arguments, entry => $"{Text(entry.Key)} {entry.Value}");

    /// <summary>The same without how often.</summary>
    public static IEnumerable<string> Keys(RecordedArguments arguments) => Sorted(arguments, entry => Text(entry.Key));

    /// <summary>Adds what the fields behind architecture and syscall say; false when they say nothing.</summary>
    public static bool TryAdd(TraceBuilder trace, SyscallName call, ReadOnlySpan<string> fields)
    {
        if (fields is [Any])
        {
            trace.AddAnyArguments(call);
            return true;
        }

        if (fields.Length is < 2 or > CallArguments.MaxValues + 1 || !ulong.TryParse(fields[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var values = ImmutableArray.CreateBuilder<ulong>(fields.Length - 1);
        foreach (var field in fields[..^1])
        {
            if (!field.StartsWith(Hexadecimal, StringComparison.Ordinal)
                || !ulong.TryParse(field.AsSpan(Hexadecimal.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            values.Add(value);
        }

        trace.AddArguments(call, values.MoveToImmutable(), count);
        return true;
    }

    /// <summary>By architecture and name, as all sections are; then by the values.</summary>
    private static IEnumerable<string> Sorted(RecordedArguments arguments, Func<KeyValuePair<CallArguments, ulong>, string> line) =>
        arguments.Seen.Select(entry => (entry.Key.Syscall, Line: line(entry)))
            .Concat(arguments.Any.Select(call => (Syscall: call, Line: $"{call.Architecture} {Checked(call.Name)} {Any}")))
            .OrderBy(entry => entry.Syscall).Select(entry => entry.Line);

    private static string Text(CallArguments entry) =>
        $"{entry.Syscall.Architecture} {Checked(entry.Syscall.Name)} {string.Join(' ', entry.Values.Select(value => $"{Hexadecimal}{value:x}"))}";

    private static string Checked(string name) => KernelName.IsValid(name) ? name : throw new ArgumentException($"not a name: {name}");
}
