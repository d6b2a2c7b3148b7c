using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>execve's arguments, or its environment, of which only the number of variables is shown.</summary>
internal sealed class StringsArgument(bool countOnly) : Argument
{
    // strace shows as many arguments as it shows bytes of a string.
    private const int MostPointers = 32;
    private const ushort CountLimit = 4096;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) => countOnly
        ? [new(index, CapturePhase.Enter, CaptureKind.Pointers, CaptureStep.NoOther, 0, CountLimit)]
        : [new(index, CapturePhase.Enter, CaptureKind.Strings, CaptureStep.NoOther, (ushort)(stringLimit + 1), (ushort)(word * MostPointers))];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var memory = text.Memory(index, CapturePhase.Enter, address);
        if (address == 0 || memory is null)
        {
            text.Pointer(address);
            return;
        }

        var word = text.Call.WordSize;
        var count = memory.Value.Bytes.Length / word;
        var more = memory.Value.Truncated;
        if (countOnly)
        {
            text.Pointer(address).Append(" /* ").Append(count).Append(more ? "+ vars */" : count == 1 ? " var */" : " vars */");
            return;
        }

        text.Append('[');
        for (var at = 0; at < count; at++)
        {
            WriteString(text.Append(at == 0 ? "" : ", "), index, memory.Value.Bytes.Span[(at * word)..]);
        }

        text.Append(!more ? "]" : count == 0 ? "...]" : ", ...]");
    }

    private static void WriteString(CallText text, int index, ReadOnlySpan<byte> pointer)
    {
        var address = text.Call.WordSize == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(pointer) : BinaryPrimitives.ReadUInt64LittleEndian(pointer);
        if (text.Memory(index, CapturePhase.Enter, address, isString: true) is { } memory)
        {
            text.Buffer(memory.Bytes.Span, (ulong)memory.Bytes.Length + (memory.Truncated ? 1u : 0));
        }
        else
        {
            text.Pointer(address);
        }
    }
}
