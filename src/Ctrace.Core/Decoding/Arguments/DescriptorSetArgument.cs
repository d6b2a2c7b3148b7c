using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>fd_set of select: a bit a descriptor, as many as another argument says (select(2)).</summary>
internal sealed class DescriptorSetArgument : Argument
{
    // FD_SETSIZE: 1024 bits. More is possible, and shown as an address.
    private const int SetSize = 128;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Both, CaptureKind.Fixed, CaptureStep.NoOther, SetSize, SetSize)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if (address == 0 || !TryWrite(text, index, CapturePhase.Enter))
        {
            text.Pointer(address);
        }
    }

    /// <summary>Prints a set: [3 4].</summary>
    public static bool TryWrite(CallText text, int index, CapturePhase phase)
    {
        var count = (int)text.Call.Argument(0);
        if (count is < 0 or > SetSize * 8 || text.Memory(index, phase, text.Call.Argument(index)) is not { } memory || memory.Bytes.Length * 8 < count)
        {
            return false;
        }

        text.Append('[');
        var separator = "";
        for (var descriptor = 0; descriptor < count; descriptor++)
        {
            if (IsSet(memory, descriptor))
            {
                text.Append(separator).Descriptor(descriptor);
                separator = " ";
            }
        }

        text.Append(']');
        return true;
    }

    /// <summary>Whether a set has any descriptor.</summary>
    public static bool HasAny(CallText text, int index, CapturePhase phase)
    {
        var count = (int)text.Call.Argument(0);
        return count is > 0 and <= SetSize * 8 && text.Memory(index, phase, text.Call.Argument(index)) is { } memory
            && Enumerable.Range(0, Math.Min(count, memory.Bytes.Length * 8)).Any(descriptor => IsSet(memory, descriptor));
    }

    private static bool IsSet(CapturedMemory memory, int descriptor) => (memory.Bytes.Span[descriptor / 8] & (1 << (descriptor % 8))) != 0;
}
