using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>One capability check, as the kernel made it. Texts are the checked process's own choice: untrusted.</summary>
internal sealed record CapabilityEvent
{
    // struct capability_event in bpf/abi/capabilities.h: where its members are, in the machine's byte order.
    private const int CommAt = 40, CommSize = 16, ContainerAt = 56, ContainerSize = 64, ExeAt = 120, ExeSize = 1024;
    private const int GrantedFlag = 1, AuditedFlag = 2, BorrowedFlag = 4, ExeCutFlag = 8, OwnLackFlag = 16;

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
        if (record.Length is < ExeAt or > ExeAt + ExeSize || record.Length != ExeAt + Number16(record, 36) || record[38] > 63)
        {
            return false;
        }

        var container = record.Slice(ContainerAt, ContainerSize);
        var call = Number32(record, 32);
        var flags = record[39];
        read = new CapabilityEvent
        {
            Time = BitConverter.ToUInt64(record),
            Process = Number32(record, 8),
            Thread = Number32(record, 12),
            OwnProcess = Number32(record, 16),
            OwnThread = Number32(record, 20),
            User = Number32(record, 24),
            UserNamespace = Number32(record, 28),
            Syscall = call < CounterLayout.Size ? CallIndex.Name((int)call) : null,
            Capability = record[38],
            Granted = (flags & GrantedFlag) != 0,
            Audited = (flags & AuditedFlag) != 0,
            Borrowed = (flags & BorrowedFlag) != 0,
            OwnLack = (flags & OwnLackFlag) != 0,
            ExeCut = (flags & ExeCutFlag) != 0,
            Comm = Text(record.Slice(CommAt, CommSize)),
            Container = container[0] == 0 ? null : Encoding.ASCII.GetString(container),
            Exe = PathText.Decode(record[ExeAt..]),
        };
        return true;
    }

    private static uint Number32(ReadOnlySpan<byte> record, int at) => BitConverter.ToUInt32(record[at..]);

    private static ushort Number16(ReadOnlySpan<byte> record, int at) => BitConverter.ToUInt16(record[at..]);

    private static string Text(ReadOnlySpan<byte> bytes) => PathText.Decode(bytes.UpToNul());
}
