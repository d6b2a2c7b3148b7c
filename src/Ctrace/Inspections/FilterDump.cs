using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using static Ctrace.Interop.Ptrace;

namespace Ctrace.Inspections;

/// <summary>The seccomp filters that the kernel has loaded for a running process, read by PTRACE_SECCOMP_GET_FILTER (ptrace(2)).</summary>
/// <remarks>
/// All is done on a thread of its own: requests must come from the thread that attached, and when it ends the kernel lets the
/// target go, whatever happened before (kernel/ptrace.c, exit_ptrace). PTRACE_SEIZE leaves a stopped target stopped and
/// sends no signal.
/// </remarks>
internal static unsafe class FilterDump
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // More filters than a task can have: each costs 4 of MAX_INSNS_PER_PATH's 32768 at least (kernel/seccomp.c).
    private const int MostFilters = 8192;

    /// <summary>The filters of a thread, the newest first.</summary>
    /// <param name="thread">Its id.</param>
    /// <exception cref="CtraceException">NoInput: it is gone. Permission, Unavailable: it cannot be looked at.</exception>
    public static ImmutableArray<SeccompFilter> Read(int thread)
    {
        ImmutableArray<SeccompFilter> filters = [];
        Exception? failure = null;
        var reader = new Thread(() =>
        {
            try
            {
                filters = Attached(thread);
            }
            catch (Exception wrong)
            {
                // Thrown again by the caller's thread.
                failure = wrong;
            }
        });
        reader.Start();
        reader.Join();
        return failure is null ? filters : failure is CtraceException known ? throw known : throw new InvalidOperationException(failure.Message, failure);
    }

    private static ImmutableArray<SeccompFilter> Attached(int thread)
    {
        if (ptrace(PTRACE_SEIZE, thread, 0, null) != 0)
        {
            throw Failure(thread, "attach to");
        }

        var signal = 0;
        try
        {
            if (ptrace(PTRACE_INTERRUPT, thread, 0, null) != 0)
            {
                throw Failure(thread, "interrupt");
            }

            signal = WaitForStop(thread);
            return ReadAll(thread);
        }
        finally
        {
            // A signal that stopped it is delivered now. Where it has not stopped, the end of this thread lets it go.
            _ = ptrace(PTRACE_DETACH, thread, 0, (void*)signal);
        }
    }

    /// <summary>Waits until the target stands still.</summary>
    /// <returns>The signal that it stopped for, to be delivered; 0 for none.</returns>
    private static int WaitForStop(int thread)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            var waited = waitpid(thread, out var status, WNOHANG | __WALL);
            if (waited == thread)
            {
                // WIFSTOPPED, WSTOPSIG (bits/waitstatus.h); a stop of ptrace's own has an event above.
                return (status & 0xFF) == 0x7F
                    ? status >> 16 == 0 ? (status >> 8) & 0xFF : 0
                    : throw new CtraceException(FailureKind.NoInput, $"process {thread} ended", "start it again");
            }

            if (waited < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                throw Failure(thread, "wait for");
            }

            Thread.Sleep(1);
        }

        throw new CtraceException(FailureKind.Unavailable, $"process {thread} does not stop within {Patience.TotalSeconds} s",
            "is its container paused, or does it wait for a device? a filter can be read only while its process stands still");
    }

    private static ImmutableArray<SeccompFilter> ReadAll(int thread)
    {
        var filters = ImmutableArray.CreateBuilder<SeccompFilter>();
        for (; filters.Count < MostFilters; filters.Add(ReadOne(thread, filters.Count)))
        {
            if (ptrace(PTRACE_SECCOMP_GET_FILTER, thread, filters.Count, null) < 0 && Marshal.GetLastPInvokeError() is var errno)
            {
                // ENOENT: no more. EINVAL: a kernel without it, or a process in strict mode or without seccomp (kernel/seccomp.c).
                return errno is Errno.ENOENT || (errno == Errno.EINVAL && filters.Count == 0) ? filters.ToImmutable() : throw Failure(thread, "read the filter of", errno);
            }
        }

        throw new CtraceException(FailureKind.Data, $"process {thread} has more than {MostFilters} filters");
    }

    private static SeccompFilter ReadOne(int thread, int index)
    {
        var bytes = new byte[SeccompFilter.MostInstructions * Instruction.Size];
        fixed (byte* buffer = bytes)
        {
            var count = ptrace(PTRACE_SECCOMP_GET_FILTER, thread, index, buffer);
            return count < 0
                ? throw Failure(thread, "read the filter of")
                : SeccompFilter.Read(bytes.AsSpan(0, (int)count * Instruction.Size), $"filter {index} of process {thread}");
        }
    }

    private static CtraceException Failure(int thread, string what, int? error = null) => (error ?? Marshal.GetLastPInvokeError()) switch
    {
        Errno.EPERM => new(FailureKind.Permission, $"cannot {what} process {thread}: Operation not permitted",
            "run as root; a process that a debugger is attached to can be looked at by nobody else"),
        Errno.EACCES => new(FailureKind.Permission, $"cannot {what} process {thread}: Permission denied",
            "this takes CAP_SYS_ADMIN, and a reader that has no seccomp filter itself"),
        Errno.ESRCH => new(FailureKind.NoInput, $"there is no process {thread}", "see 'ps -e'"),
        var errno => new(FailureKind.Unavailable, $"cannot {what} process {thread}: {Marshal.GetPInvokeErrorMessage(errno)}",
            "this takes a kernel with CONFIG_CHECKPOINT_RESTORE and CONFIG_SECCOMP_FILTER"),
    };
}
