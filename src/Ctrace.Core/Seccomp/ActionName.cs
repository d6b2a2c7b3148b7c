using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp;

/// <summary>
/// The names of actions: in profiles (runtime specification, config-linux.md, seccomp; libseccomp, seccomp.h), and as users
/// write them, in lower case and without the prefix.
/// </summary>
internal static class ActionName
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

    /// <summary>As users write it: <c>allow</c>, <c>kill_process</c>.</summary>
    public static string Word(SeccompAction action) => action == SeccompAction.KillThread ? "kill_thread" : Names.First(entry => entry.Action == action).Name.ToLowerInvariant();

    /// <summary>The action that a profile names; null when there is no such action.</summary>
    public static SeccompAction? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.StartsWith(Prefix, StringComparison.Ordinal) ? Array.FindIndex(Names, entry => entry.Name == name[Prefix.Length..]) : -1;
        return at < 0 ? null : Names[at].Action;
    }

    /// <summary>What a user writes, <c>errno:EACCES</c>; null when it is no action, or goes with no such number.</summary>
    public static FilterReturn? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', 2);
        return Find(Prefix + parts[0].ToUpperInvariant()) switch
        {
            SeccompAction.Errno when parts is [_, var error] => Number(error, Outcome.MaxErrno) is { } number ? new(SeccompAction.Errno, number) : null,
            SeccompAction.Trace when parts is [_, var message] => Number(message, ushort.MaxValue) is { } number ? new(SeccompAction.Trace, number) : null,
            SeccompAction.Errno => new(SeccompAction.Errno, Errno.EPERM),
            SeccompAction.Trace => new(SeccompAction.Trace, Errno.EPERM),
            { } action when parts.Length == 1 => new(action),
            _ => null,
        };
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number <= most ? number : null : Errno.Number(text);
}
