using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A set of processors: [0 1]. Asked for, as many bytes as the result; set, as many as the argument before it says.</summary>
internal sealed class AffinityArgument(bool isOutput) : Argument
{
    private const ushort Limit = 128;

    public override bool IsOutput => isOutput;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) => isOutput
        ? [new(index, CapturePhase.Exit, CaptureKind.Result, CaptureStep.NoOther, 0, Limit)]
        : [new(index, CapturePhase.Enter, CaptureKind.Buffer, (byte)(index - 1), 0, Limit)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if ((isOutput && !text.Call.Succeeded) || text.Memory(index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, address) is not { } memory)
        {
            text.Pointer(address);
            return;
        }

        var bytes = memory.Bytes.Span;
        text.Append('[');
        var separator = "";
        for (var processor = 0; processor < bytes.Length * 8; processor++)
        {
            if ((bytes[processor / 8] & (1 << (processor % 8))) != 0)
            {
                text.Append(separator).Append(processor);
                separator = " ";
            }
        }

        text.Append(memory.Truncated ? " ...]" : "]");
    }
}
