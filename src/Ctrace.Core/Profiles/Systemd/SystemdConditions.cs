using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Systemd;

/// <summary>
/// What a unit can say of arguments (systemd.exec(5)), where an engine's default profile has conditions on calls that a trace has: its list
/// of calls cannot say it. What cannot be said at all is told.
/// </summary>
/// <param name="Lines">Settings of the unit, each ended.</param>
/// <param name="Doubts">What is not restricted, one line each.</param>
internal sealed record SystemdConditions(string Lines, IReadOnlyList<string> Doubts)
{
    private const int Families = 46; // AF_MAX, include/linux/socket.h of Linux 6.18

    // CLONE_NEW* (include/uapi/linux/sched.h) as RestrictNamespaces= calls them.
    private static readonly (ulong Flag, string Name)[] Namespaces =
    [
        (0x2000000, "cgroup"), (0x8000000, "ipc"), (0x40000000, "net"), (0x20000, "mnt"), (0x20000000, "pid"), (0x10000000, "user"), (0x4000000, "uts"),
    ];

    /// <summary>For a trace.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="calls">The calls that the unit allows.</param>
    /// <param name="isUsual">Whether the engine's default lets a call be made with some arguments.</param>
    public static SystemdConditions Of(Trace trace, IReadOnlySet<string> calls, Predicate<CallArguments> isUsual)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(calls);
        var (text, doubts) = (new StringBuilder(), new List<string>());
        if (calls.Contains("socket"))
        {
            var used = Values(trace, "socket").ToHashSet();
            var refused = Enumerable.Range(0, Families).Where(family => Sockets.IsFamily(Sockets.Family(family)) && !used.Contains((ulong)family)
                && !isUsual(new CallArguments(new SyscallName(trace.Architecture, "socket"), [(ulong)family, 1, 0])));
            text.Append("RestrictAddressFamilies=~").AppendJoin(' ', refused.Select(family => $"AF_{Sockets.Family(family).ToUpperInvariant()}")).Append('\n');
        }

        if (calls.Contains("clone"))
        {
            var free = calls.Where(name => name is "clone3" or "setns" or "unshare").Order(StringComparer.Ordinal).ToList();
            if (free.Count > 0)
            {
                doubts.Add($"{string.Join(", ", free)} was recorded, and not with which namespaces: that clone makes some is not restricted");
            }
            else
            {
                var made = Namespaces.Where(each => Values(trace, "clone").Any(flags => (flags & each.Flag) != 0)).Select(each => each.Name).ToList();
                text.Append("RestrictNamespaces=").Append(made.Count == 0 ? "yes" : string.Join(' ', made)).Append('\n');
            }
        }

        if (calls.Contains("personality"))
        {
            var isKnown = trace.Syscalls.Keys.Where(call => call.Name == "personality").All(call => trace.Arguments.Knows(call) && !trace.Arguments.Any.Contains(call));
            if (isKnown && Values(trace, "personality").All(persona => persona == 0))
            {
                text.Append("LockPersonality=yes\n");
            }
            else
            {
                doubts.Add("a unit cannot say which personalities may be set: all may");
            }
        }

        return new(text.ToString(), doubts);
    }

    private static IEnumerable<ulong> Values(Trace trace, string call) => trace.Arguments.Seen.Keys.Where(given => given.Syscall.Name == call).Select(given => given.Values[0]);
}
