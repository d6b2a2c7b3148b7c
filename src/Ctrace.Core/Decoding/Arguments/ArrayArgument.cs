using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An array: of as many elements as another argument says at the entry, or as the result says at the exit.</summary>
internal sealed class ArrayArgument(Layout layout, byte? count) : Argument
{
    // strace shows no more elements than -s (32) of an array.
    private const int MostShown = 32;

    public override bool IsOutput => count is null;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word)
    {
        var size = (ushort)layout.Size(word);
        var limit = (ushort)(size * MostShown);
        yield return count is { } other
            ? new(index, CapturePhase.Enter, CaptureKind.Array, other, size, limit)
            : new(index, CapturePhase.Exit, CaptureKind.ResultArray, CaptureStep.NoOther, size, limit);
    }

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var elements = count is { } other ? (uint)text.Call.Argument(other) : text.Call.Succeeded ? text.Call.Result!.Value : -1;
        if (address != 0 && elements == 0)
        {
            text.Append("[]");
        }
        else if (elements > 0 && text.Memory(index, count is null ? CapturePhase.Exit : CapturePhase.Enter, address) is { } memory)
        {
            WriteElements(text, memory.Bytes.Span, elements);
        }
        else
        {
            text.Pointer(address);
        }
    }

    private void WriteElements(CallText text, ReadOnlySpan<byte> bytes, long elements)
    {
        var size = layout.Size(text.Call.WordSize);
        var known = Math.Min(Math.Min(bytes.Length / size, elements), MostShown);
        text.Append('[');
        for (var at = 0; at < known; at++)
        {
            var fields = new Fields(bytes.Slice(at * size, size), text.Call.WordSize);
            layout.Write(text.Append(at == 0 ? "" : ", "), ref fields);
        }

        text.Append(known == elements ? "]" : known == 0 ? "...]" : ", ...]");
    }
}
