using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A socket address: read, of as many bytes as another argument says; or written, of as many as it points to.</summary>
internal sealed class SocketAddressArgument(byte length, bool isOutput) : Argument
{
    private const ushort Largest = 128; // struct sockaddr_storage

    public override bool IsOutput => isOutput;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) => isOutput
        ? [new(index, CapturePhase.Exit, CaptureKind.Pointed, length, 0, Largest)]
        : [new(index, CapturePhase.Enter, CaptureKind.Buffer, length, 0, Largest)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var phase = isOutput ? CapturePhase.Exit : CapturePhase.Enter;
        if ((!isOutput || text.Call.Succeeded) && text.Memory(index, phase, address) is { Bytes.Length: > 0 } memory)
        {
            SocketLayouts.Address(text, memory.Bytes.Span[..Math.Min(memory.Bytes.Length, Room(text))]);
        }
        else
        {
            text.Pointer(address);
        }
    }

    // The kernel writes no more than the caller had room for, and says how long the address is (accept(2)).
    private int Room(CallText text) =>
        isOutput && text.Memory(length, CapturePhase.Enter, text.Call.Argument(length)) is { Bytes.Length: >= 4 } room
            ? (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(room.Bytes.Span), Largest)
            : Largest;
}
