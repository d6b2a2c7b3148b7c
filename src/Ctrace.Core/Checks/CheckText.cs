using System.Globalization;
using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Checks;

/// <summary>The four tables as text.</summary>
internal static class CheckText
{
    /// <summary>All of it.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="native">The architecture whose calls need no prefix.</param>
    public static string Write(CheckResult result, Architecture native)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        // Whose a program is is told where the command had containers started: its own, or one of theirs.
        var whose = result.HasContainers ? (string[])["container"] : [];
        Table(text, result.CapabilitiesForbidden ? "Forbidden capabilities used" : "Capabilities used", [.. whose, "executable", "capability", "granted", "denied"],
            result.Capabilities.Select(use => (string[])[.. Exe(use.Exe), Capability(use.Capability), Count(use.Granted), Count(use.Denied)]));
        Table(text, "Capabilities that system calls needed", [.. whose, "executable", "syscall", "capability", "granted", "denied"],
            result.Needs.Select(need => (string[])[.. Exe(need.Exe), Call(need.Syscall, native), Capability(need.Capability), Count(need.Granted), Count(need.Denied)]));
        Table(text, "Forbidden system calls used", [.. whose, "executable", "syscall", "count"],
            result.Forbidden.Select(call => (string[])[.. Exe(call.Exe), Call(call.Syscall, native), Count(call.Count)]));
        Table(text, "Failing system calls", [.. whose, "executable", "syscall", "errno", "count"],
            result.Failures.Select(call => (string[])[.. Exe(call.Exe), Call(call.Syscall, native), Error(call.Error), Count(call.Count)]));
        return text.ToString();

        string[] Exe(Executable exe) => whose.Length > 0 ? [exe.Container ?? "-", exe.Path] : [exe.Path];
    }

    /// <summary>A call's name; behind the architecture and a colon where it is not the native one.</summary>
    public static string Call(SyscallName? call, Architecture native) =>
        call is not { } known ? "-" : known.Architecture == native ? known.Name : $"{known.Architecture}:{known.Name}";

    /// <summary>An error's name, as <c>errno -l</c> has it; the number where it has none.</summary>
    public static string Error(int error) => Errno.Name(error) ?? error.ToString(CultureInfo.InvariantCulture);

    private static string Capability(string name) => $"CAP_{name.ToUpperInvariant()}";

    private static string Count(ulong count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Columns as wide as their widest value; the last ones are numbers.</summary>
    private static void Table(StringBuilder text, string title, string[] heads, IEnumerable<string[]> values)
    {
        var rows = values.Select(row => row.Select(Printable.Escape).ToArray()).Prepend(heads).ToList();
        text.Append(text.Length > 0 ? "\n" : "").Append(title).Append('\n');
        if (rows.Count == 1)
        {
            text.Append("  none\n");
            return;
        }

        int[] numbers = [.. Enumerable.Range(0, heads.Length).Where(column => heads[column] is "granted" or "denied" or "count")];
        foreach (var line in TextTable.Lines(rows, right: numbers))
        {
            text.Append("  ").Append(line).Append('\n');
        }
    }
}
