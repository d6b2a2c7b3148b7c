using System.Runtime.InteropServices;
using Ctrace.Core.Decoding;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>The lines that are not calls.</summary>
internal static class CallNote
{
    /// <summary>A signal's delivery, with what the kernel says of it.</summary>
    public static string Signal(CallEvent signal)
    {
        // A signal that was sent without a word (SEND_SIG_NOINFO) leaves zeros.
        var siginfo = MemoryMarshal.AsBytes(signal.Value.AsSpan());
        return BitConverter.ToInt32(siginfo) == signal.Number
            ? ProcessLines.Delivered(signal.Number, NativeArchitecture.Current, siginfo)
            : ProcessLines.Delivered(signal.Number, 0);
    }

    /// <summary>A thread's end: wait(2) has what the code means.</summary>
    public static string End(CallEvent end)
    {
        var code = (int)end.Value[0];
        var signal = code & 0x7f;
        return signal == 0 ? ProcessLines.Exited((code >> 8) & 0xff) : ProcessLines.Killed(signal, dumpedCore: (code & 0x80) != 0);
    }
}
