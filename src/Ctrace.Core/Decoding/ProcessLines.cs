using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding;

/// <summary>Lines that are not calls: signals and ends.</summary>
public static class ProcessLines
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
}
