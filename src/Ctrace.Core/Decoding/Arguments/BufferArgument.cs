using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>Bytes that the call reads, as many as another argument says.</summary>
internal sealed class BufferArgument(byte length) : Argument
{
    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Enter, CaptureKind.Buffer, length, 0, (ushort)stringLimit)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var size = text.Call.Argument(length);
        if (address != 0 && size == 0)
        {
            text.Append("\"\"");
        }
        else if (address != 0 && size > 0 && text.Options.StringLimit == 0)
        {
            text.Append("\"\"...");
        }
        else if (text.Memory(index, CapturePhase.Enter, address) is { } memory)
        {
            text.Buffer(memory.Bytes.Span, size);
        }
        else
        {
            text.Pointer(address);
        }
    }
}
