using System.ComponentModel;
using System.Diagnostics;
using Ctrace.Core.Linux;
using Ctrace.Files;

namespace Ctrace.Diagnosis;

/// <summary>A way in which programs can call the kernel, and whether this one serves it.</summary>
/// <param name="Name">What is run.</param>
/// <param name="Runs">Whether it runs; null where nothing can be found out.</param>
/// <param name="Why">Why it does not, or why that is not known; empty when it runs.</param>
internal sealed record ProgramAbi(string Name, bool? Runs, string Why)
{
    /// <summary>32-bit programs on x86_64: CONFIG_IA32_EMULATION, and the parameter ia32_emulation (arch/x86/entry/common.c).</summary>
    public const string I386 = "i386 programs";

    /// <summary>The 32-bit interface from 64-bit programs.</summary>
    public const string Int80 = "int 0x80";

    /// <summary>CONFIG_X86_X32_ABI.</summary>
    public const string X32 = "x32 programs";

    /// <summary>32-bit programs on aarch64: CONFIG_COMPAT, and processors that have AArch32.</summary>
    public const string Arm = "arm programs";

    private const int DiedOfSignal = 128; // Process.ExitCode

    /// <summary>Runs a program of each: of some ten instructions, in a process of its own, which may die of it. The native one is first.</summary>
    public static IReadOnlyList<ProgramAbi> Look()
    {
        var native = NativeArchitecture.Current;
        (string Name, byte[] Program)[] programs = native == Architecture.X86_64
            ? [($"{native} programs", TinyProgram.X86_64), (I386, TinyProgram.I386), (Int80, TinyProgram.Int80), (X32, TinyProgram.X32)]
            : [($"{native} programs", TinyProgram.Aarch64), (Arm, TinyProgram.Arm)];
        using var directory = TemporaryDirectory.Create("ctrace-abi-");
        var tried = programs.Select(one => (one.Name, Problem: Try(Path.Combine(directory.Path, "program"), one.Program))).ToList();
        var cannot = tried[0].Problem;
        return [.. tried.Select(one => cannot.Length > 0 ? new ProgramAbi(one.Name, null, cannot) : new ProgramAbi(one.Name, one.Problem.Length == 0, one.Problem))];
    }

    /// <summary>What goes wrong; empty when nothing does.</summary>
    private static string Try(string path, byte[] program)
    {
        File.Delete(path);
        File.WriteAllBytes(path, program);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using var process = Start(path);
            process.WaitForExit();
            return process.ExitCode switch
            {
                0 => "",
                > DiedOfSignal and var code => $"killed by {Signal(code - DiedOfSignal)}",
                _ => "its calls are not served",
            };
        }
        catch (Win32Exception refused)
        {
            return Errno.Meaning(refused.NativeErrorCode) ?? refused.Message;
        }
    }

    /// <summary>Its input and output are not ours. A process that another thread makes just now may hold the file open for writing.</summary>
    private static Process Start(string path)
    {
        while (true)
        {
            try
            {
                return Process.Start(new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            }
            catch (Win32Exception busy) when (busy.NativeErrorCode == Errno.ETXTBSY)
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Those that a kernel answers with (signal(7)).</summary>
    private static string Signal(int number) => number switch
    {
        4 => "SIGILL",
        11 => "SIGSEGV",
        31 => "SIGSYS",
        _ => $"signal {number}",
    };
}
