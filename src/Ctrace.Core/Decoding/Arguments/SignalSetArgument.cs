using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A set of signals, of as many bytes as another argument says; the kernel takes 8 only (sigset_t).</summary>
internal sealed class SignalSetArgument(bool isOutput) : Argument
{
    private const int SetSize = 8;

    public override bool IsOutput => isOutput;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, CaptureKind.Fixed, CaptureStep.NoOther, SetSize, SetSize)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var phase = isOutput ? CapturePhase.Exit : CapturePhase.Enter;
        if ((!isOutput || text.Call.Succeeded) && text.TryFields(index, phase, address, SetSize, out var fields))
        {
            SignalLayouts.Set(text, fields.UInt64());
        }
        else
        {
            text.Pointer(address);
        }
    }
}
