using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>
/// What clone3 wrote where its structure says: the parent's copy of the child's thread id, which is the result (clone(2)).
/// A descriptor of the child (CLONE_PIDFD) is not known: it lies one step further than a plan goes.
/// </summary>
internal sealed class Clone3ResultArgument : Argument
{
    public override int Registers => 0;

    public override bool IsOutput => true;

    public override string Separator => "";

    public override void Write(CallText text, int index)
    {
        if (text.Call.Succeeded && text.TryFields(0, CapturePhase.Enter, text.Call.Argument(0), 8, out var fields)
            && (fields.UInt64() & Constants.Value("CLONE_PARENT_SETTID")) != 0)
        {
            text.Append(" => {parent_tid=[").Append(text.Call.Result!.Value).Append("]}");
        }
    }
}
