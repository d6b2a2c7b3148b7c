using System.Collections.Frozen;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// What runc refuses a profile for, before any filter is loaded: then no container starts (runc 1.1 to 1.5,
/// libcontainer/specconv/spec_linux.go, SetupSeccomp; libcontainer/seccomp/seccomp_linux.go, InitSeccomp and matchCall).
/// </summary>
internal static class RuntimeRefusals
{
    /// <summary>The largest error that a filter of libseccomp's answers with: it takes those below MAX_ERRNO (src/db.c, db_action_valid).</summary>
    public const int MaxErrno = 4094;

    // runc, libcontainer/seccomp/config.go, flags; the last since 1.4.1 (CHANGELOG.md, #5172)
    internal static readonly FrozenSet<string> Flags = FrozenSet.ToFrozenSet(
        ["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", NewFlag], StringComparer.Ordinal);

    internal const string NewFlag = "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV";

    /// <summary>The reasons, a clause each; none when it takes the profile, as far as that can be told without compiling it.</summary>
    public static IEnumerable<string> Of(ResolvedProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var answers = profile.Rules.Select(rule => rule.Return).Prepend(profile.Default);
        return answers.Where(answer => answer.Action == SeccompAction.Errno && answer.Data > MaxErrno).Select(answer => answer.Data).Distinct()
            .Select(error => $"it answers with the error {error}, and libseccomp takes none above {MaxErrno}")
            .Concat(profile.HandedArchitectures.Distinct().Select(name => OfArchitecture(name, profile)).OfType<string>())
            .Concat(profile.NamedCalls.Contains("") ? ["it has a rule for a call with an empty name, which runc refuses"] : [])
            .Concat(profile.Flags.Where(flag => !Flags.Contains(flag)).Select(flag => $"it has the flag '{flag}', which runtimes do not know"));
    }

    /// <summary>What it refuses of calls that a supervisor is asked for (runc, SetupSeccomp and InitSeccomp); the filter could be made.</summary>
    public static IEnumerable<string> OfSupervisor(ResolvedProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Default.Action == SeccompAction.Notify)
        {
            yield return "its default is notify, which runtimes refuse";
        }

        if (profile.RulesFor("write").Any(rule => rule.Return.Action == SeccompAction.Notify))
        {
            yield return "it notifies of write, with which the runtime hands the supervisor its descriptor: runtimes refuse that";
        }

        if (profile.ListenerPath is null or "" && profile.Rules.Any(rule => rule.Return.Action == SeccompAction.Notify))
        {
            yield return "it notifies, and has no listenerPath: runtimes refuse that";
        }
    }

    /// <summary>Why no runtime filters an architecture on this machine; null when one may.</summary>
    internal static string? OfArchitecture(string name, ResolvedProfile profile) => SeccompArchitecture.Find(name) switch
    {
        null => $"there is no architecture '{name}', so that runtimes refuse the profile",
        { Runc: null } => $"runc does not know {name} and refuses the profile",

        // src/db.c, db_col_db_add: EDOM; the first is the machine's own (seccomp_init(3))
        { IsBigEndian: true } => $"{name} has another byte order than this machine's {profile.Native.Seccomp}, and libseccomp takes only one in a filter",
        _ => null,
    };
}
