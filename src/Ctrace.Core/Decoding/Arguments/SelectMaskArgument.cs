using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>pselect6's sixth: a pointer to a signal set and its size. The set itself lies one step further and is not copied.</summary>
internal sealed class SelectMaskArgument : Argument
{
    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Enter, CaptureKind.Fixed, CaptureStep.NoOther, (ushort)(2 * word), (ushort)(2 * word))];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if (text.TryFields(index, CapturePhase.Enter, address, 2 * text.Call.WordSize, out var fields))
        {
            text.Append("{sigmask=").Pointer(fields.Word()).Append(", sigsetsize=").Append(fields.Word()).Append('}');
        }
        else
        {
            text.Pointer(address);
        }
    }
}
