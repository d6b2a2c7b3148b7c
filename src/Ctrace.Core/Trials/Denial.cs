using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>Calls of one process that a container's seccomp filter did not let happen, and which are alike.</summary>
/// <param name="Program">The name that it was executed by; empty for the runtime, before the container's own first program.</param>
/// <param name="Process">The process, as the container sees it.</param>
/// <param name="Syscall">Which call.</param>
/// <param name="Errno">What the call returned; 0: a SIGSYS instead; -1: the end of the thread; <see cref="LoggedErrno"/>: it was let through.</param>
/// <param name="Call">The first as strace prints it.</param>
/// <param name="After">When the first was, since the container was made.</param>
/// <param name="Count">How many.</param>
internal sealed record Denial(string Program, int Process, SyscallName Syscall, int Errno, string Call, TimeSpan After, int Count)
{
    /// <summary>Stands for a call that the filter let happen and had logged.</summary>
    public const int LoggedErrno = -2;

    /// <summary>Whether it happened, since the filter only had it logged.</summary>
    public bool IsLogged => Errno == LoggedErrno;

    /// <summary>What it is to be held for.</summary>
    public Standing Standing { get; init; }

    /// <summary>Whether the engine's default filter refuses it as well, with the same arguments.</summary>
    public bool IsByDefault { get; init; }

    /// <summary>What it was given, where that can decide; null otherwise, and for the rest of very many.</summary>
    public CallArguments? Arguments { get; init; }

    /// <summary>How the filter answered: <c>EPERM</c>, <c>SIGSYS</c>, <c>kill_thread</c>, or <c>log</c>.</summary>
    public string Answer => Errno switch
    {
        0 => "SIGSYS",
        LoggedErrno => "log",
        < 0 => "kill_thread",
        _ => Linux.Errno.Name(Errno) ?? $"errno {Errno}",
    };
}
