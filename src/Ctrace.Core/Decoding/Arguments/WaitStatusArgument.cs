using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>Where wait4 says how a child ended (wait(2)): written only when there was one.</summary>
internal sealed class WaitStatusArgument : Argument
{
    public override bool IsOutput => true;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Exit, CaptureKind.Fixed, CaptureStep.NoOther, 4, 4)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        if (!text.Call.Succeeded || text.Call.Result == 0 || !text.TryFields(index, CapturePhase.Exit, address, 4, out var fields))
        {
            text.Pointer(address);
            return;
        }

        text.Append("[{").Append(Meaning(fields.Int32())).Append("}]");
    }

    // The macros of wait(2) on the numbers of include/linux/wait.h: low 7 bits the signal, 0x7f stopped, 0x80 core.
    private static string Meaning(int status)
    {
        var signal = status & 0x7f;
        if (status == 0xffff)
        {
            return "WIFCONTINUED(s)";
        }

        if (signal == 0)
        {
            return $"WIFEXITED(s) && WEXITSTATUS(s) == {(status >> 8) & 0xff}";
        }

        return signal == 0x7f
            ? $"WIFSTOPPED(s) && WSTOPSIG(s) == {SignalLayouts.Name((status >> 8) & 0xff)}"
            : $"WIFSIGNALED(s) && WTERMSIG(s) == {SignalLayouts.Name(signal)}{((status & 0x80) != 0 ? " && WCOREDUMP(s)" : "")}";
    }
}
