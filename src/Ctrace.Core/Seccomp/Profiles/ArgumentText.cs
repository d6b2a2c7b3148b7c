using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>A call with as much of what it was given as engines' default profiles look at, for people.</summary>
internal static class ArgumentText
{
    private static readonly (ulong Flag, string Name)[] Namespaces =
    [
        // include/uapi/linux/sched.h
        (0x80, "CLONE_NEWTIME"), (0x20000, "CLONE_NEWNS"), (0x2000000, "CLONE_NEWCGROUP"), (0x4000000, "CLONE_NEWUTS"), (0x8000000, "CLONE_NEWIPC"),
        (0x10000000, "CLONE_NEWUSER"), (0x20000000, "CLONE_NEWPID"), (0x40000000, "CLONE_NEWNET"), (0x2_0000_0000, "CLONE_INTO_CGROUP"),
    ];

    public static string Of(CallArguments given) => given.Syscall.Name switch
    {
        "socket" => $"socket of family {Sockets.Family((int)given.Values[0])}",
        "clone" or "clone3" => $"{given.Syscall.Name} with {Flags(given.Values[0])}",
        var name => $"{name} with {string.Join(' ', given.Values.Select(value => $"0x{value:x}"))}",
    };

    private static string Flags(ulong flags) =>
        string.Join('|', Namespaces.Where(each => (flags & each.Flag) != 0).Select(each => each.Name)) is { Length: > 0 } names ? names : $"0x{flags:x}";
}
