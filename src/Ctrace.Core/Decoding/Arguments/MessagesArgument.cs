using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>struct mmsghdr[]: a message and its length each (sendmmsg(2), recvmmsg(2)).</summary>
internal sealed class MessagesArgument(byte? count) : Argument
{
    private const ushort ControlLimit = 128;

    // Sent messages are shown with their lengths, which only the exit knows.
    public override bool IsOutput => true;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word)
    {
        var phase = count is null ? CapturePhase.Exit : CapturePhase.Enter;
        yield return new(index, phase, CaptureKind.Messages, count ?? CaptureStep.NoOther, (ushort)stringLimit, ControlLimit);
        if (count is not null)
        {
            var size = (ushort)(8 * word);
            yield return new(index, CapturePhase.Exit, CaptureKind.ResultArray, CaptureStep.NoOther, size, (ushort)(2 * size));
        }
    }

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var size = 8 * text.Call.WordSize;
        var phase = count is null ? CapturePhase.Exit : CapturePhase.Enter;
        var elements = count is { } other ? (uint)text.Call.Argument(other) : text.Call.Succeeded ? text.Call.Result!.Value : -1;
        if (address != 0 && elements == 0)
        {
            text.Append("[]");
            return;
        }

        if (elements < 0 || text.Memory(index, phase, address) is not { } memory || memory.Bytes.Length < size)
        {
            text.Pointer(address);
            return;
        }

        var known = (int)Math.Min(memory.Bytes.Length / size, elements);
        var exit = text.Call.Succeeded ? text.Memory(index, CapturePhase.Exit, address)?.Bytes ?? default : default;
        text.Append('[');
        for (var at = 0; at < known; at++)
        {
            // msg_len is the word after the message.
            var message = memory.Bytes.Span.Slice(at * size, size);
            var length = exit.Length >= (at + 1) * size
                ? new Fields(exit.Span[(at * size + MessageText.Size(text.Call.WordSize))..], 4).Int32()
                : (int?)null;
            text.Append(at == 0 ? "{msg_hdr=" : ", {msg_hdr=");
            MessageText.Write(text, index, phase, message[..MessageText.Size(text.Call.WordSize)], null, count is null ? length : null);
            text.Append(length is { } sent ? $", msg_len={sent}}}" : "}");
        }

        text.Append(known == elements ? "]" : ", ...]");
    }
}
