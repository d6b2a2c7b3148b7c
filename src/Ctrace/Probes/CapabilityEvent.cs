using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>One capability check, as the kernel made it. Texts are the checked process's own choice: untrusted.</summary>
internal sealed record CapabilityEvent
{
    /// <summary>When, in nanoseconds since boot, sleep included (CLOCK_BOOTTIME).</summary>
    public required ulong Time { get; init; }

    /// <summary>The process and the thread, in the initial pid namespace.</summary>
    public required uint Process { get; init; }

    /// <inheritdoc cref="Process" />
    public required uint Thread { get; init; }

    /// <summary>The same two as their own pid namespace has them.</summary>
    public required uint OwnProcess { get; init; }

    /// <inheritdoc cref="OwnProcess" />
    public required uint OwnThread { get; init; }

    /// <summary>The user id, in the initial user namespace.</summary>
    public required uint User { get; init; }

    /// <summary>The user namespace that the capability is asked for: its inode number.</summary>
    public required uint UserNamespace { get; init; }

    /// <summary>The syscall in progress, or null outside of one.</summary>
    public required SyscallName? Syscall { get; init; }

    /// <summary>The capability's number, 0 to 63.</summary>
    public required int Capability { get; init; }

    /// <summary>Whether the task has it.</summary>
    public required bool Granted { get; init; }

    /// <summary>Whether a refusal would have been audited; a check that is not is the kernel asking itself.</summary>
    public required bool Audited { get; init; }

    /// <summary>Whether it was asked of credentials that are not the task's own.</summary>
    public required bool Borrowed { get; init; }

    /// <summary>Of a refusal: whether the task would not have it either where its container was given it.</summary>
    public required bool OwnLack { get; init; }

    /// <summary>The thread's name.</summary>
    public required string Comm { get; init; }

    /// <summary>The container's id, or null outside of containers.</summary>
    public required string? Container { get; init; }

    /// <summary>The executable's path from the task's own root directory; empty where it has none (a kernel thread, a process at its end).</summary>
    public required string Exe { get; init; }

    /// <summary>Whether the front of <see cref="Exe"/> is missing, for its length.</summary>
    public required bool ExeCut { get; init; }

    /// <summary>Reads a record of the ring.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out CapabilityEvent read)
    {
        read = null!;
        var size = Unsafe.SizeOf<CapabilityEventLayout>();
        if (record.Length < size)
        {
            return false;
        }

        var head = MemoryMarshal.Read<CapabilityEventLayout>(record);
        if (head.ExeSize > Contract.EXE_SIZE || record.Length != size + head.ExeSize || head.Capability >= Contract.CAPABILITIES)
        {
            return false;
        }

        read = new CapabilityEvent
        {
            Time = head.Time,
            Process = head.Process,
            Thread = head.Thread,
            OwnProcess = head.OwnProcess,
            OwnThread = head.OwnThread,
            User = head.User,
            UserNamespace = head.UserNamespace,
            Syscall = head.Call < Contract.COUNTERS ? CallIndex.Name((int)head.Call) : null,
            Capability = head.Capability,
            Granted = (head.Flags & Contract.CAPABILITY_GRANTED) != 0,
            Audited = (head.Flags & Contract.CAPABILITY_AUDITED) != 0,
            Borrowed = (head.Flags & Contract.CAPABILITY_BORROWED) != 0,
            OwnLack = (head.Flags & Contract.CAPABILITY_OWN_LACK) != 0,
            ExeCut = (head.Flags & Contract.EXE_CUT) != 0,
            Comm = Text(head.Comm),
            Container = head.Container[0] == 0 ? null : Encoding.ASCII.GetString(head.Container),
            Exe = ProgramName.Decode(record[size..]),
        };
        return true;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => PathText.Decode(bytes.UpToNul());
}
