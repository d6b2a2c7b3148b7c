using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>clone's stack and flags, with the signal that the child's end sends in the low byte (clone(2)).</summary>
internal sealed class CloneArgument : Argument
{
    private const ulong SignalMask = 0xff; // CSIGNAL, include/uapi/linux/sched.h

    public override void Write(CallText text, int index)
    {
        text.Append("child_stack=").Pointer(text.Call.Argument(1)).Append(", flags=");
        var flags = text.Call.Argument(0);
        var signal = (int)(flags & SignalMask);
        if ((flags & ~SignalMask) is > 0 and var bits)
        {
            Constants.Group("clone_flags").WriteFlags(text, bits);
            text.Append(signal == 0 ? "" : "|");
        }

        text.Append(signal != 0 ? SignalLayouts.Name(signal) : flags == 0 ? "0" : "");
    }
}
