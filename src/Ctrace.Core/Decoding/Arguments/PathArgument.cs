using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A string that the call reads; a path is shown whole, up to PATH_MAX (4096, include/uapi/linux/limits.h).</summary>
internal sealed class PathArgument(bool isPath) : Argument
{
    private const int PathMax = 4096;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Enter, CaptureKind.String, CaptureStep.NoOther, 0, (ushort)(isPath ? PathMax : stringLimit + 1))];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if (text.Memory(index, CapturePhase.Enter, address, isString: true) is not { } memory)
        {
            text.Pointer(address);
            return;
        }

        var limit = isPath ? PathMax - 1 : text.Options.StringLimit;
        var shown = memory.Bytes.Span[..Math.Min(memory.Bytes.Length, limit)];
        text.Append(StringText.Quote(shown)).Append(memory.Truncated || shown.Length < memory.Bytes.Length ? "..." : "");
    }
}
