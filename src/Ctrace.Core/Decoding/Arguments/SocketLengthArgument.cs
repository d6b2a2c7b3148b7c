using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A pointer to a length that the call changes: [128 => 16], or [16] where it is the same.</summary>
internal sealed class SocketLengthArgument : Argument
{
    public override bool IsOutput => true;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Both, CaptureKind.Fixed, CaptureStep.NoOther, 4, 4)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if (text.Memory(index, CapturePhase.Enter, address) is not { Bytes.Length: >= 4 } enter)
        {
            text.Pointer(address);
            return;
        }

        var before = BinaryPrimitives.ReadInt32LittleEndian(enter.Bytes.Span);
        text.Append('[').Append(before);
        if (text.Call.Succeeded && text.Memory(index, CapturePhase.Exit, address) is { Bytes.Length: >= 4 } exit
            && BinaryPrimitives.ReadInt32LittleEndian(exit.Bytes.Span) is var after && after != before)
        {
            text.Append(" => ").Append(after);
        }

        text.Append(']');
    }
}
