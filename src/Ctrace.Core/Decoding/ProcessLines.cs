using Ctrace.Core.Decoding.Layouts;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding;

/// <summary>Lines that are not calls: signals and ends.</summary>
internal static class ProcessLines
{
    /// <summary><c>+++ exited with 0 +++</c></summary>
    public static string Exited(int status) => $"+++ exited with {status} +++";

    /// <summary><c>+++ killed by SIGSEGV (core dumped) +++</c></summary>
    public static string Killed(int signal, bool dumpedCore) =>
        $"+++ killed by {SignalLayouts.Name(signal)}{(dumpedCore ? " (core dumped)" : "")} +++";

    /// <summary><c>--- stopped by SIGSTOP ---</c></summary>
    public static string Stopped(int signal) => $"--- stopped by {SignalLayouts.Name(signal)} ---";

    /// <summary>A signal's delivery from what the tracepoint signal_deliver tells: <c>--- SIGINT {si_signo=SIGINT, si_code=SI_USER} ---</c></summary>
    public static string Delivered(int signal, int code) =>
        $"--- {SignalLayouts.Name(signal)} {{si_signo={SignalLayouts.Name(signal)}, si_code={SignalLayouts.Code(signal, code)}}} ---";

    /// <summary>A signal's delivery with who sent it, where that is known.</summary>
    public static string Delivered(int signal, int code, int pid, uint uid) =>
        $"--- {SignalLayouts.Name(signal)} {{si_signo={SignalLayouts.Name(signal)}, si_code={SignalLayouts.Code(signal, code)}, si_pid={pid}, si_uid={uid}}} ---";

    /// <summary>A signal's delivery with all that the kernel says of it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="architecture">Whose layout the siginfo has.</param>
    /// <param name="siginfo">The beginning of a siginfo_t (sigaction(2)); what is missing is zeros.</param>
    public static string Delivered(int signal, Architecture architecture, ReadOnlySpan<byte> siginfo)
    {
        var call = new TracedCall(architecture, 0, [], null, TimeSpan.Zero, []);
        var text = new CallText(call, new FormatOptions(), null).Append("--- ").Append(SignalLayouts.Name(signal)).Append(' ');
        var fields = new Fields(siginfo, call.WordSize);
        SignalLayouts.Siginfo(text, ref fields);
        return text.Append(" ---").ToString();
    }
}
