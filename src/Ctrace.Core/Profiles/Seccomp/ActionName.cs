namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>The names of actions in profiles (runtime specification, config-linux.md, seccomp; libseccomp, seccomp.h).</summary>
public static class ActionName
{
    private const string Prefix = "SCMP_ACT_";

    // KILL is the older name of KILL_THREAD, and the one that every engine knows.
    private static readonly (SeccompAction Action, string Name)[] Names =
    [
        (SeccompAction.KillProcess, "KILL_PROCESS"),
        (SeccompAction.KillThread, "KILL"),
        (SeccompAction.KillThread, "KILL_THREAD"),
        (SeccompAction.Trap, "TRAP"),
        (SeccompAction.Errno, "ERRNO"),
        (SeccompAction.Notify, "NOTIFY"),
        (SeccompAction.Trace, "TRACE"),
        (SeccompAction.Log, "LOG"),
        (SeccompAction.Allow, "ALLOW"),
    ];

    /// <summary>As a profile has it: SCMP_ACT_ALLOW.</summary>
    public static string Of(SeccompAction action) => Prefix + Names.First(entry => entry.Action == action).Name;

    /// <summary>The action that a profile names; null when there is no such action.</summary>
    public static SeccompAction? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.StartsWith(Prefix, StringComparison.Ordinal) ? Array.FindIndex(Names, entry => entry.Name == name[Prefix.Length..]) : -1;
        return at < 0 ? null : Names[at].Action;
    }
}
