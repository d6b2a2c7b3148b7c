using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>prctl's name of a thread, of 15 bytes at most (TASK_COMM_LEN, include/linux/sched.h).</summary>
internal sealed class ThreadNameArgument(bool isOutput) : Argument
{
    private const int NameLength = 15;

    public override bool IsOutput => isOutput;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, CaptureKind.String, CaptureStep.NoOther, 0, NameLength + 2)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if ((isOutput && !text.Call.Succeeded)
            || text.Memory(index, isOutput ? CapturePhase.Exit : CapturePhase.Enter, address, isString: true) is not { } memory)
        {
            text.Pointer(address);
            return;
        }

        var name = memory.Bytes.Span;
        var shown = name[..Math.Min(name.Length, NameLength)];
        text.Append(StringText.Quote(shown)).Append(memory.Truncated || shown.Length < name.Length ? "..." : "");
    }
}
