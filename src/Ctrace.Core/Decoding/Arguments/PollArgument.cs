using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>struct pollfd[]: int fd; short events, revents.</summary>
internal sealed class PollArgument(byte count) : Argument
{
    private const int Size = 8;
    private const int MostShown = 32;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Both, CaptureKind.Array, count, Size, Size * MostShown)];

    public override void Write(CallText text, int index)
    {
        var (address, elements) = (text.Call.Argument(index), (uint)text.Call.Argument(count));
        if (address != 0 && elements == 0)
        {
            text.Append("[]");
            return;
        }

        if (text.Memory(index, CapturePhase.Enter, address) is not { } memory)
        {
            text.Pointer(address);
            return;
        }

        var known = Math.Min(memory.Bytes.Length / Size, elements);
        var fields = new Fields(memory.Bytes.Span, text.Call.WordSize);
        text.Append('[');
        for (var at = 0; at < known; at++)
        {
            var (descriptor, events) = (fields.Int32(), fields.UInt16());
            fields.Skip(2);
            text.Append(at == 0 ? "{fd=" : ", {fd=").Descriptor(descriptor);
            if (descriptor >= 0)
            {
                Constants.Group("poll_events").WriteFlags(text.Append(", events="), events);
            }

            text.Append('}');
        }

        text.Append(known == elements ? "]" : ", ...]");
    }

    /// <summary>What happened, after the result: those that are ready.</summary>
    public static void WriteReady(CallText text, int index)
    {
        if (text.Memory(index, CapturePhase.Exit, text.Call.Argument(index)) is not { } memory)
        {
            return;
        }

        var fields = new Fields(memory.Bytes.Span, text.Call.WordSize);
        var separator = "[";
        for (var at = 0; at < Math.Min(memory.Bytes.Length / Size, MostShown); at++)
        {
            var descriptor = fields.Int32();
            fields.Skip(2);
            var happened = fields.UInt16();
            if (happened != 0)
            {
                Constants.Group("poll_events").WriteFlags(text.Append(separator).Append("{fd=").Append(descriptor).Append(", revents="), happened);
                text.Append('}');
                separator = ", ";
            }
        }

        text.Append(separator == "[" ? "[]" : "]");
    }
}
