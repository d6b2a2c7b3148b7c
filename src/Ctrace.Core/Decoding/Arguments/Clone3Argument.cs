using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>struct clone_args: eight 64-bit fields, and three of later versions (include/uapi/linux/sched.h, CLONE_ARGS_SIZE_VER0).</summary>
internal sealed class Clone3Argument : Argument
{
    private const ushort FirstSize = 64;
    private const ushort LastSize = 88;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Enter, CaptureKind.Buffer, 1, 0, LastSize)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if (!text.TryFields(index, CapturePhase.Enter, address, FirstSize, out var fields))
        {
            text.Pointer(address);
            return;
        }

        var flags = fields.UInt64();
        var (descriptor, child, parent) = (fields.UInt64(), fields.UInt64(), fields.UInt64());
        var (signal, stack, stackSize, storage) = (fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64());
        Constants.Group("clone3_flags").WriteFlags(text.Append("{flags="), flags);
        Pointer(text, flags, "CLONE_PIDFD", ", pidfd=", descriptor);
        if (Has(flags, "CLONE_CHILD_SETTID") || Has(flags, "CLONE_CHILD_CLEARTID"))
        {
            text.Append(", child_tid=").Pointer(child);
        }

        Pointer(text, flags, "CLONE_PARENT_SETTID", ", parent_tid=", parent);
        text.Append(", exit_signal=").Append(signal == 0 ? "0" : SignalLayouts.Name((int)Math.Min(signal, int.MaxValue)))
            .Append(", stack=").Pointer(stack).Append(", stack_size=").Hex(stackSize);
        Pointer(text, flags, "CLONE_SETTLS", ", tls=", storage);
        text.Append('}');
    }

    private static bool Has(ulong flags, string name) => (flags & Constants.Value(name)) != 0;

    private static void Pointer(CallText text, ulong flags, string flag, string label, ulong address)
    {
        if (Has(flags, flag))
        {
            text.Append(label).Pointer(address);
        }
    }
}
