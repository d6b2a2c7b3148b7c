using System.Text.RegularExpressions;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.SecurityProfilesOperator;

/// <summary>Where an AppArmorProfile allows less than was recorded, or more, since its form knows no better.</summary>
internal static partial class AppArmorDoubts
{
    private const int MostNamed = 3;

    /// <summary>One sentence each, for whoever applies it.</summary>
    public static IEnumerable<string> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var used = trace.Resources;
        var paths = new PathLists(used);
        string?[] doubts =
        [
            Say(used.Networks.Where(socket => !AppArmorAbstract.Allows(socket)).Select(socket => $"{socket.Family} {socket.Type}"),
                "an AppArmorProfile has no word for sockets of {0}: they will be refused"),
            Say(used.Links.Where(link => !paths.Allows(link)).Select(link => link.Path),
                "an AppArmorProfile allows links only between files that may be written: {0} will be refused"),
            Mounts(trace),
            Say(paths.Written.Where(path => Unwritable().IsMatch(Example(path))).Concat(used.Files.Select(file => file.Key.Path).Where(path => Untouchable().IsMatch(path))).Distinct(),
                "the operator denies some things to every profile: {0} will be refused"),
            Say(paths.OnlyLocked, "an AppArmorProfile allows locks only on what may be written: {0} may be"),
            Say(FileRules.Of(used).Where(rule => PathGlob.IsWider(rule.Pattern)).SelectMany(rule => PathGlob.Of(rule.Pattern)).Distinct(),
                "an AppArmorProfile has letters, digits and a few other characters; others are '?', for any: {0}"),
            TracingCalls.AreIn(trace) ? "the container traced processes: this is spec.abstract.ptrace, which only newer operators know" : null,
        ];
        return doubts.OfType<string>().Concat(FileDoubts.Of(trace));
    }

    /// <summary>For whom drives the hardware's ports the operator allows mounting too, all of it.</summary>
    private static string? Mounts(Trace trace)
    {
        var isAllowed = trace.NeededCapabilities.Contains("sys_rawio");
        var refused = trace.Resources.Mounts.Where(mount => !isAllowed || mount.Kind == MountKind.Pivot).Select(mount => mount.Target).Distinct();
        return Say(refused, "an AppArmorProfile has no word for mounts: those at {0} will be refused")
            ?? (isAllowed ? "the operator allows every mount where sys_rawio is allowed" : null);
    }

    private static string? Say(IEnumerable<string> names, string sentence)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? null
            : string.Format(null, sentence, string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : ""));
    }

    /// <summary>A name that a glob matches, as far as the denials below tell names apart.</summary>
    private static string Example(string path) => path.Replace(PathGlob.AnyProcess, "1", StringComparison.Ordinal);

    /// <summary>
    /// In /proc the operator denies to write what is no process's (crd2armor.go, behind the raw rules). Limits of shared memory are meant to be let
    /// through there, but a rule before denies them: its <c>[^0-9]</c> is a slash, too.
    /// </summary>
    [GeneratedRegex("^/proc/(?![1-9][0-9]*/)")]
    private static partial Regex Unwritable();

    /// <summary>These it denies altogether.</summary>
    [GeneratedRegex(@"^/proc/(?:sysrq-trigger|mem|kmem|kcore)\z|^/sys/firmware/efi/efivars/.", RegexOptions.Singleline)]
    private static partial Regex Untouchable();
}
