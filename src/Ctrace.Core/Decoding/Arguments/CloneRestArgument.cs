using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>
/// Those of clone's other arguments that its flags make use of. Their order is the architecture's: x86_64 has the child's
/// thread id before the thread-local storage, the others after it (CONFIG_CLONE_BACKWARDS; clone(2)).
/// </summary>
internal sealed class CloneRestArgument : Argument
{
    private const int Parent = 2;

    public override int Registers => 0;

    public override bool IsOutput => true;

    public override string Separator => "";

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(Parent, CapturePhase.Exit, CaptureKind.Fixed, CaptureStep.NoOther, 4, 4)];

    public override void Write(CallText text, int index)
    {
        var call = text.Call;
        var backwards = call.Architecture != Architecture.X86_64 && call.Architecture != Architecture.X32;
        var flags = call.Argument(0);
        if (Has(flags, "CLONE_PARENT_SETTID") || Has(flags, "CLONE_PIDFD"))
        {
            text.Append(Has(flags, "CLONE_PARENT_SETTID") ? ", parent_tid=" : ", pidfd=");
            if (call.Succeeded && text.TryFields(Parent, CapturePhase.Exit, call.Argument(Parent), 4, out var fields))
            {
                text.Append('[').Append(fields.Int32()).Append(']');
            }
            else
            {
                text.Pointer(call.Argument(Parent));
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
}
