using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.AppArmor;

/// <summary>
/// An AppArmor profile (apparmor.d(5)) that allows what recordings with files used, and nothing else. It includes nothing, so that
/// it means the same on every machine.
/// </summary>
internal static class AppArmorProfile
{
    /// <summary>
    /// What Docker's default forbids and a container that was recorded under it cannot have used: ways to the machine behind the container,
    /// should a rule above be too wide (moby, profiles/apparmor/template.go).
    /// </summary>
    private static readonly (string Path, string Modes)[] Denied =
    [
        ("/proc/sysrq-trigger", "rwklx"), ("/proc/kcore", "rwklx"), ("/sys/firmware/**", "rwklx"), ("/sys/devices/virtual/powercap/**", "rwklx"),
        ("/sys/kernel/security/**", "rwklx"),
    ];

    /// <summary>The profile.</summary>
    /// <param name="name">Its name: see <see cref="IsName"/>.</param>
    /// <param name="trace">What was recorded, with files.</param>
    public static string Write(string name, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var text = new StringBuilder($"abi <abi/3.0>,\n\nprofile {name} flags=(attach_disconnected,mediate_deleted) {{\n");
        var used = trace.Resources;
        Section(text, trace.NeededCapabilities.Where(capability => Capability.Number(capability) is not null).Select(capability => $"capability {capability},"));
        Section(text, used.Networks.Select(Network).OfType<string>().Distinct());
        Section(text,
        [
            "signal (receive) peer=unconfined,",
            // The runtime's own profiles, on machines that have them (moby, profiles/apparmor/template.go).
            "signal (receive) peer=runc,",
            "signal (receive) peer=crun,",
            .. used.Signals.Count > 0 ? [$"signal (send, receive) set=({string.Join(", ", used.Signals.Select(Signal))}) peer=@{{profile_name}},"] : Array.Empty<string>(),
        ]);
        Section(text, Ptrace(trace));
        Section(text, used.Mounts.Select(AppArmorMount.Rule).Distinct());
        Section(text, FileRules.Of(used).Select(rule => $"{AppArmorText.Pattern(rule.Pattern)} {Modes(rule.Modes)},"));
        Section(text, used.Links.Select(link => $"link {Link(link.Path)} -> {Link(link.Target)},").Distinct());
        Section(text, Denied.Where(rule => !used.Files.Any(file => Touches(file.Key, rule.Path))).Select(rule => $"deny {rule.Path} {rule.Modes},"));
        return text.Append("}\n").ToString();
    }

    /// <summary>Whether a text can name a profile that engines and Kubernetes refer to.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 200 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
    }

    /// <summary>What of a trace the profile cannot say.</summary>
    public static IEnumerable<string> Doubts(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Resources.Networks.Where(network => Network(network) is null)
            .Select(network => $"sockets of {network.Family} have no name that AppArmor knows: they will be refused")
            .Concat(FileDoubts.Of(trace));
    }

    private static void Section(StringBuilder text, IEnumerable<string> rules)
    {
        var lines = rules.Select(rule => $"  {rule}\n").ToList();
        if (lines.Count > 0)
        {
            text.Append(text[^2] == '{' ? "" : "\n").AppendJoin("", lines);
        }
    }

    /// <summary>Dccp is a type that the parser does not know: its family is allowed whole.</summary>
    private static string? Network(NetworkUse network) => !Sockets.IsFamily(network.Family) ? null
        : network.Type == "dccp" || !Sockets.IsType(network.Type) ? $"network {network.Family}," : $"network {network.Family} {network.Type},";

    /// <summary>One signal is spelled otherwise there (security/apparmor/include/sig_names.h).</summary>
    private static string Signal(string name) => name == "tstp" ? "stp" : name;

    private static IEnumerable<string> Ptrace(Trace trace)
    {
        if (TracingCalls.AreIn(trace))
        {
            yield return "ptrace (trace, tracedby, read, readby) peer=@{profile_name},";
        }
        else if (trace.Resources.Files.Any(file => file.Key.Path.StartsWith("/proc/0/", StringComparison.Ordinal)))
        {
            // Much of what /proc tells of another process asks as a tracer would (fs/proc/base.c, ptrace_may_access).
            yield return "ptrace (read, readby) peer=@{profile_name},";
        }
    }

    /// <summary>Executed programs stay in the profile: a container has one.</summary>
    private static string Modes(FileModes modes)
    {
        var letters = modes.HasFlag(FileModes.Write) ? modes & ~FileModes.Append : modes; // w and a exclude each other (apparmor.d(5))
        return string.Concat(
            from mode in (FileModes[])[FileModes.Map, FileModes.Read, FileModes.Write, FileModes.Append, FileModes.Lock, FileModes.Execute]
            where letters.HasFlag(mode)
            select mode == FileModes.Execute ? "ix" : FileModeLetters.Of(mode));
    }

    private static string Link(string path) => AppArmorText.Pattern(FilePattern.Of(path));

    private static bool Touches(FileName file, string denied) => denied.EndsWith("**", StringComparison.Ordinal)
        ? file.Path.StartsWith(denied[..^2], StringComparison.Ordinal)
        : file.Path == denied;
}
