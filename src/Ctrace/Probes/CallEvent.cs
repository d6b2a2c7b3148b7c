using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ctrace.Core.Decoding.Capture;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace.Probes;

/// <summary>One end of a syscall, a signal, a thread's end or its program, as the kernel saw it. The memory is the traced program's: untrusted.</summary>
internal sealed record CallEvent
{
    /// <summary>When: CLOCK_MONOTONIC, in nanoseconds.</summary>
    public required ulong Time { get; init; }

    /// <summary>The same for all events of a thread, also when execve gives it another id.</summary>
    public required ulong Task { get; init; }

    /// <summary>The process and the thread, in the initial pid namespace.</summary>
    public required int Process { get; init; }

    /// <inheritdoc cref="Process" />
    public required int Thread { get; init; }

    /// <summary>The same two as their own pid namespace has them; not told of an exit.</summary>
    public required int OwnProcess { get; init; }

    /// <inheritdoc cref="OwnProcess" />
    public required int OwnThread { get; init; }

    /// <summary>What it is.</summary>
    public required CallEventKind Kind { get; init; }

    /// <summary>Of an entry: it was told only at the exit.</summary>
    public required bool Late { get; init; }

    /// <summary>Of an entry: the call that may become the command.</summary>
    public required bool Command { get; init; }

    /// <summary>Of an entry: the filter may have it logged, and lets it happen.</summary>
    public required bool Logged { get; init; }

    /// <summary>The number of the command's container that it is in; 0 for none.</summary>
    public int Container { get; init; }

    /// <summary>Of an entry: whose numbering.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>Of an entry: the call's number. Of a signal: the signal.</summary>
    public required int Number { get; init; }

    /// <summary>Six: an entry's arguments, an exit's result, a signal's siginfo, an end's exit code.</summary>
    public required ImmutableArray<ulong> Value { get; init; }

    /// <summary>What was copied of the program's memory.</summary>
    public required ImmutableArray<CapturedMemory> Memory { get; init; }

    /// <summary>Of an entry: the stacks of its thread, where they were asked for.</summary>
    public CallStack? Stack { get; init; }

    /// <summary>Reads a record of the ring.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out CallEvent read)
    {
        read = null!;
        var size = Unsafe.SizeOf<CallEventLayout>();
        if (record.Length < size)
        {
            return false;
        }

        var head = MemoryMarshal.Read<CallEventLayout>(record);
        if (head.Kind > CallEventKind.Program || CallIndex.ArchitectureOf(head.Abi) is not { } architecture || !TryReadMemory(record[size..], out var memory, out var stack))
        {
            return false;
        }

        read = new CallEvent
        {
            Time = head.Time,
            Task = head.Task,
            Process = (int)head.Process,
            Thread = (int)head.Thread,
            OwnProcess = (int)head.OwnProcess,
            OwnThread = (int)head.OwnThread,
            Number = (int)head.Number,
            Architecture = architecture,
            Kind = head.Kind,
            Container = head.Container,
            Late = (head.Flags & Contract.CALL_LATE) != 0,
            Command = (head.Flags & Contract.CALL_COMMAND) != 0,
            Logged = (head.Flags & Contract.CALL_LOGGED) != 0,
            Value = [.. (ReadOnlySpan<ulong>)head.Values],
            Memory = memory,
            Stack = stack,
        };
        return true;
    }

    private static bool TryReadMemory(ReadOnlySpan<byte> data, out ImmutableArray<CapturedMemory> memory, out CallStack? stack)
    {
        (memory, stack) = ([], null);
        if (data.IsEmpty)
        {
            return true;
        }

        var copy = data.ToArray();
        var records = ImmutableArray.CreateBuilder<CapturedMemory>();
        for (var at = 0; at < copy.Length;)
        {
            var start = at + Unsafe.SizeOf<CallRecordLayout>();
            if (start > copy.Length)
            {
                return false;
            }

            var head = MemoryMarshal.Read<CallRecordLayout>(copy.AsSpan(at));
            if (head.Size > copy.Length - start || head.Argument >= Contract.VALUES || head.Phase > Contract.PHASE_EXIT)
            {
                return false;
            }

            at = start + (((int)head.Size + 7) & ~7);
            if (head.Kind is Contract.STACK_USER or Contract.STACK_KERNEL)
            {
                stack = CallStack.Read(stack, head.Kind, copy.AsSpan(start, (int)head.Size));
                if (stack is null)
                {
                    return false;
                }

                continue;
            }

            records.Add(new CapturedMemory(
                head.Argument, (CapturePhase)head.Phase, (CaptureKind)head.Kind, head.Address, copy.AsMemory(start, (int)head.Size), head.Truncated != 0));
        }

        memory = records.ToImmutable();
        return true;
    }
}
