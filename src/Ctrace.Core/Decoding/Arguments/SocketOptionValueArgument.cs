using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An option's value: given, of as many bytes as another argument says; or asked for, of as many as it points to.</summary>
internal sealed class SocketOptionValueArgument(byte length, bool isOutput) : Argument
{
    private const ushort Limit = 64;

    public override bool IsOutput => isOutput;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) => isOutput
        ? [new(index, CapturePhase.Exit, CaptureKind.Pointed, length, 0, Limit)]
        : [new(index, CapturePhase.Enter, CaptureKind.Buffer, length, 0, Limit)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if ((isOutput && !text.Call.Succeeded) || text.Memory(index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, address) is not { } memory)
        {
            text.Pointer(address);
            return;
        }

        ulong size = (uint)text.Call.Argument(length);
        if (isOutput)
        {
            size = text.Memory(length, CapturePhase.Exit, text.Call.Argument(length)) is { Bytes.Length: >= 4 } pointed
                ? BinaryPrimitives.ReadUInt32LittleEndian(pointed.Bytes.Span)
                : (ulong)memory.Bytes.Length;
        }

        var option = SocketOptionText.Options(text.Call.Argument(1))?.Name((uint)text.Call.Argument(2));
        SocketOptionText.WriteValue(text, option, memory.Bytes.Span, size);
    }
}
