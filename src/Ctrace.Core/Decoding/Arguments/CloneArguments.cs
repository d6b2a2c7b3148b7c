using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>
/// All arguments of clone. Their order is the architecture's: x86_64 has the child's thread id before the thread-local
/// storage, the others after it (CONFIG_CLONE_BACKWARDS; clone(2)).
/// </summary>
internal sealed class CloneArguments : Argument
{
    private const ulong SignalMask = 0xff; // CSIGNAL, include/uapi/linux/sched.h

    public override int Registers => 5;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(2, CapturePhase.Exit, CaptureKind.Fixed, CaptureStep.NoOther, 4, 4)];

    public override void Write(CallText text, int index)
    {
        var call = text.Call;
        var backwards = call.Architecture != Architecture.X86_64 && call.Architecture != Architecture.X32;
        var flags = call.Argument(0);
        text.Append("child_stack=").Pointer(call.Argument(1)).Append(", flags=");
        WriteFlags(text, flags);
        if (Has(flags, "CLONE_PARENT_SETTID") || Has(flags, "CLONE_PIDFD"))
        {
            text.Append(Has(flags, "CLONE_PARENT_SETTID") ? ", parent_tid=" : ", pidfd=");
            if (call.Succeeded && text.TryFields(2, CapturePhase.Exit, call.Argument(2), 4, out var fields))
            {
                text.Append('[').Append(fields.Int32()).Append(']');
            }
            else
            {
                text.Pointer(call.Argument(2));
            }
        }

        if (Has(flags, "CLONE_SETTLS"))
        {
            text.Append(", tls=").Pointer(call.Argument(backwards ? 3 : 4));
        }

        if (Has(flags, "CLONE_CHILD_SETTID") || Has(flags, "CLONE_CHILD_CLEARTID"))
        {
            text.Append(", child_tidptr=").Pointer(call.Argument(backwards ? 4 : 3));
        }
    }

    private static bool Has(ulong flags, string name) => (flags & Constants.Value(name)) != 0;

    private static void WriteFlags(CallText text, ulong flags)
    {
        var signal = (int)(flags & SignalMask);
        if ((flags & ~SignalMask) is > 0 and var bits)
        {
            Constants.Group("clone_flags").WriteFlags(text, bits);
            text.Append(signal == 0 ? "" : "|");
        }

        text.Append(signal != 0 ? SignalLayouts.Name(signal) : flags == 0 ? "0" : "");
    }
}
