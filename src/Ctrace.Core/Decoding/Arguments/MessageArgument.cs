using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A struct msghdr that is sent, or received.</summary>
internal sealed class MessageArgument(bool isOutput) : Argument
{
    private const ushort ControlLimit = 128;

    public override bool IsOutput => isOutput;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word)
    {
        if (isOutput)
        {
            var size = (ushort)MessageText.Size(word);
            yield return new(index, CapturePhase.Enter, CaptureKind.Fixed, CaptureStep.NoOther, size, size);
        }

        yield return new(
            index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, CaptureKind.Message, CaptureStep.NoOther, (ushort)stringLimit, ControlLimit);
    }

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var word = text.Call.WordSize;
        var enter = text.Memory(index, CapturePhase.Enter, address);
        var message = isOutput ? text.Memory(index, CapturePhase.Exit, address) : enter;
        if (isOutput && !text.Call.Succeeded && enter is { } unchanged && unchanged.Bytes.Length >= MessageText.Size(word))
        {
            // Nothing was received; only the room for the name is known to mean something.
            text.Append("{msg_namelen=").Append(NameRoom(unchanged.Bytes.Span, word)).Append('}');
        }
        else if ((isOutput && !text.Call.Succeeded) || message is not { } known || known.Bytes.Length < MessageText.Size(word))
        {
            text.Pointer(address);
        }
        else
        {
            var room = isOutput && enter is { } before && before.Bytes.Length >= 2 * word ? NameRoom(before.Bytes.Span, word) : (int?)null;
            MessageText.Write(
                text, index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, known.Bytes.Span, room, isOutput ? text.Call.Result : null);
        }
    }

    private static int NameRoom(ReadOnlySpan<byte> message, int word) => BinaryPrimitives.ReadInt32LittleEndian(message[word..]);
}
