using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ctrace.Core.Decoding.Capture;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace.Probes;

/// <summary>One end of a syscall, a signal, a thread's end or its program, as the kernel saw it. The memory is the traced program's: untrusted.</summary>
internal sealed record CallEvent
{
    // struct call_event and struct call_record in bpf/abi/strace.h: where their members are, in the machine's byte order.
    private const int NumberAt = 32, AbiAt = 36, KindAt = 37, FlagsAt = 38, ValuesAt = 40, DataAt = 88, RecordSize = 16;
    private const int LateFlag = 1, CommandFlag = 2, LoggedFlag = 4;

    /// <summary>How many values there are.</summary>
    public const int Values = 6;

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

    /// <summary>Of an entry: whose numbering.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>Of an entry: the call's number. Of a signal: the signal.</summary>
    public required int Number { get; init; }

    /// <summary>Six: an entry's arguments, an exit's result, a signal's siginfo, an end's exit code.</summary>
    public required ImmutableArray<ulong> Value { get; init; }

    /// <summary>What was copied of the program's memory.</summary>
    public required ImmutableArray<CapturedMemory> Memory { get; init; }

    /// <summary>Reads a record of the ring.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out CallEvent read)
    {
        read = null!;
        if (record.Length < DataAt || record[KindAt] > (byte)CallEventKind.Program || CallIndex.ArchitectureOf(record[AbiAt]) is not { } architecture
            || !TryReadMemory(record[DataAt..], out var memory))
        {
            return false;
        }

        read = new CallEvent
        {
            Time = BitConverter.ToUInt64(record),
            Task = BitConverter.ToUInt64(record[8..]),
            Process = BitConverter.ToInt32(record[16..]),
            Thread = BitConverter.ToInt32(record[20..]),
            OwnProcess = BitConverter.ToInt32(record[24..]),
            OwnThread = BitConverter.ToInt32(record[28..]),
            Number = BitConverter.ToInt32(record[NumberAt..]),
            Architecture = architecture,
            Kind = (CallEventKind)record[KindAt],
            Late = (record[FlagsAt] & LateFlag) != 0,
            Command = (record[FlagsAt] & CommandFlag) != 0,
            Logged = (record[FlagsAt] & LoggedFlag) != 0,
            Value = [.. MemoryMarshal.Cast<byte, ulong>(record[ValuesAt..DataAt])],
            Memory = memory,
        };
        return true;
    }

    private static bool TryReadMemory(ReadOnlySpan<byte> data, out ImmutableArray<CapturedMemory> memory)
    {
        memory = [];
        if (data.IsEmpty)
        {
            return true;
        }

        var copy = data.ToArray();
        var records = ImmutableArray.CreateBuilder<CapturedMemory>();
        for (var at = 0; at < copy.Length;)
        {
            if (copy.Length - at < RecordSize)
            {
                return false;
            }

            var size = BitConverter.ToUInt32(copy, at + 4);
            if (size > copy.Length - at - RecordSize || copy[at] >= Values || copy[at + 1] > (byte)CapturePhase.Exit)
            {
                return false;
            }

            records.Add(new CapturedMemory(
                copy[at], (CapturePhase)copy[at + 1], (CaptureKind)copy[at + 2], BitConverter.ToUInt64(copy, at + 8),
                copy.AsMemory(at + RecordSize, (int)size), copy[at + 3] != 0));
            at += RecordSize + (((int)size + 7) & ~7);
        }

        memory = records.ToImmutable();
        return true;
    }
}

/// <summary>enum call_event_kind in bpf/abi/strace.h.</summary>
internal enum CallEventKind : byte
{
    Enter = 0,
    Exit = 1,
    Signal = 2,
    End = 3,
    Program = 4,
}
