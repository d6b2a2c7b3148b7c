using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// Lines of the sections SYSCALL-REFUSALS, <c>x86_64 socket EPERM 0x28,0x1,0x0 3 program /bin/sh</c> (a hyphen where no
/// argument decides), and CAPABILITY-REFUSALS, <c>chown own 1 program /bin/chown</c>.
/// </summary>
internal static class RefusalLine
{
    /// <summary>What the arguments are, for a message.</summary>
    public const string ExpectedArguments = "values (0x...,0x...) or -";

    /// <summary>What the reason is, for a message.</summary>
    public const string ExpectedReason = $"{Own} or {Container}";

    private const string Own = "own", Container = "container", None = "-", Hexadecimal = "0x";

    /// <summary>All lines of calls.</summary>
    public static IEnumerable<string> Calls(Refusals refusals) => refusals.Calls.Select(entry =>
    {
        var (call, error) = entry.Key.Outcome;
        return $"{call.Architecture} {Checked(call.Name)} {Errno.Name(error) ?? $"{error}"} {Values(entry.Key.Arguments)} {CallerLine.Write(entry.Key.Caller, entry.Value)}";
    });

    /// <summary>All lines of capabilities.</summary>
    public static IEnumerable<string> Capabilities(Refusals refusals) => refusals.Capabilities.Select(entry =>
        $"{Checked(entry.Key.Capability)} {(entry.Key.IsOwn ? Own : Container)} {CallerLine.Write(entry.Key.Caller, entry.Value)}");

    /// <summary>Reads a reason.</summary>
    public static bool TryReason(string word, out bool isOwn)
    {
        isOwn = word == Own;
        return isOwn || word == Container;
    }

    /// <summary>Reads what a call was given.</summary>
    public static bool TryArguments(SyscallName call, string word, out CallArguments? arguments)
    {
        arguments = null;
        if (word == None)
        {
            return true;
        }

        var fields = word.Split(',');
        if (fields.Length > CallArguments.MaxValues)
        {
            return false;
        }

        var values = ImmutableArray.CreateBuilder<ulong>(fields.Length);
        foreach (var field in fields)
        {
            if (!field.StartsWith(Hexadecimal, StringComparison.Ordinal)
                || !ulong.TryParse(field.AsSpan(Hexadecimal.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            values.Add(value);
        }

        arguments = new CallArguments(call, values.MoveToImmutable());
        return true;
    }

    internal static string Values(CallArguments? arguments) =>
        arguments is null ? None : string.Join(',', arguments.Values.Select(value => $"{Hexadecimal}{value:x}"));

    internal static string Checked(string name) => KernelName.IsValid(name) ? name : throw new ArgumentException($"not a name: {name}");
}
