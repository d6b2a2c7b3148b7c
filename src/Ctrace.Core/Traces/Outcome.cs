namespace Ctrace.Core.Traces;

/// <summary>A syscall together with the error that it ended with.</summary>
/// <param name="Syscall">Which call.</param>
/// <param name="Errno">The positive error number (include/uapi/asm-generic/errno.h), 1 to 4095.</param>
public readonly record struct Outcome(SyscallName Syscall, int Errno) : IComparable<Outcome>
{
    /// <summary>The largest error number that a call can return (MAX_ERRNO, include/linux/err.h).</summary>
    public const int MaxErrno = 4095;

    /// <summary>Orders by syscall, then by error number.</summary>
    public int CompareTo(Outcome other)
    {
        var bySyscall = Syscall.CompareTo(other.Syscall);
        return bySyscall != 0 ? bySyscall : Errno.CompareTo(other.Errno);
    }
}
