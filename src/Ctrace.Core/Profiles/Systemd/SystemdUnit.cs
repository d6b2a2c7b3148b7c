using System.Text;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Systemd;

/// <summary>The settings of a unit that restrict its service to what a trace has (systemd.exec(5)), as a drop-in.</summary>
/// <remarks>
/// Each list is emptied first: an assignment adds to what the unit or an earlier drop-in has. An allow-list takes no error
/// for a call; a list that begins with <c>~</c> after it does, and then means "this call, with that error" (systemd,
/// src/shared/seccomp-util.c, seccomp_parse_syscall_filter: SECCOMP_PARSE_INVERT with an error number). systemd itself
/// allows its group @default, too.
/// </remarks>
internal static class SystemdUnit
{
    private const int LineWidth = 100;

    /// <summary>
    /// What systemd does between loading the filter and the program: it says that it is ready (Type=exec), and executes
    /// (src/core/execute.c, exec_child).
    /// </summary>
    private static readonly string[] Own = ["execve", "write"];

    /// <summary>The drop-in.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="calls">The calls that are allowed beside systemd's own.</param>
    /// <param name="unknown">Calls that shall look as if the kernel did not have them.</param>
    /// <param name="conditions">Further settings, each a line: <see cref="SystemdConditions"/>.</param>
    public static string Write(Trace trace, IEnumerable<string> calls, IEnumerable<string> unknown, string conditions)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var options = ContainerOptions.Of(trace);
        var capabilities = string.Join(' ', UsedCapabilities.WithPrefix(trace));
        var text = new StringBuilder("[Service]\n");
        Assign(text, "CapabilityBoundingSet", capabilities);
        Assign(text, "AmbientCapabilities", IsSuperuser(options.User) ? "" : capabilities);
        if (options.NoNewPrivileges)
        {
            text.Append("NoNewPrivileges=yes\n");
        }

        Assign(text, "SystemCallArchitectures", string.Join(' ', Architectures(trace)));
        text.Append("SystemCallErrorNumber=EPERM\n");
        text.Append("SystemCallFilter=\n");
        var allowed = calls.Union(Own).Order(StringComparer.Ordinal).ToList();
        List(text, "", allowed);
        List(text, "~", unknown.Except(allowed).Order(StringComparer.Ordinal).Select(name => $"{name}:ENOSYS"));
        return text.Append(conditions).ToString();
    }

    /// <summary>The drop-in by which a service is watched: what is not listed is logged and made (SystemCallLog=, systemd 247). Nothing is refused.</summary>
    /// <param name="calls">The calls that are not logged, beside systemd's own.</param>
    public static string WriteAudit(IEnumerable<string> calls)
    {
        var text = new StringBuilder("[Service]\nSystemCallLog=\n");
        List(text, "~", calls.Union(Own).Order(StringComparer.Ordinal), "SystemCallLog");
        return text.ToString();
    }

    /// <summary>The interfaces that calls were made in, as systemd names them (systemd.unit(5), ConditionArchitecture=).</summary>
    private static IEnumerable<string> Architectures(Trace trace) => trace.Architecture.Family
        .Where(architecture => architecture == trace.Architecture || trace.Syscalls.Keys.Any(syscall => syscall.Architecture == architecture))
        .Select(architecture => architecture.Name switch
        {
            "x86_64" => "x86-64",
            "i386" => "x86",
            "aarch64" => "arm64",
            var name => name,
        });

    // A service of another user holds no capability but the ambient ones.
    private static bool IsSuperuser(string? user) => user?.Split(':')[0] is null or "0" or "root";

    private static void Assign(StringBuilder text, string name, string value)
    {
        text.Append(name).Append("=\n");
        if (value.Length > 0)
        {
            text.Append(name).Append('=').Append(value).Append('\n');
        }
    }

    /// <summary>As many lines as it takes; systemd adds them up.</summary>
    private static void List(StringBuilder text, string sign, IEnumerable<string> names, string setting = "SystemCallFilter")
    {
        var line = "";
        foreach (var name in names)
        {
            if (line.Length + 1 + name.Length > LineWidth)
            {
                text.Append(line).Append('\n');
                line = "";
            }

            line += line.Length == 0 ? $"{setting}={sign}{name}" : $" {name}";
        }

        text.Append(line).Append(line.Length == 0 ? "" : "\n");
    }
}
