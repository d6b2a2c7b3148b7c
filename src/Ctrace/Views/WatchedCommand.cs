using System.ComponentModel;
using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>A command that ctrace started to watch it, on ctrace's own terminal. Signals that would end ctrace go to it.</summary>
internal sealed class WatchedCommand : IDisposable
{
    private readonly ForwardedSignals _signals;
    private readonly Process _process;

    private WatchedCommand(ForwardedSignals signals, Process process) => (_signals, _process) = (signals, process);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its exit code; 128 + N when signal N ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Finds the program of a command as a shell would, before anything is set up for it; null where there is no command.</summary>
    /// <exception cref="CtraceException">NoInput: there is no such program.</exception>
    public static string? FindProgram(Watched watched)
    {
        if (watched.Command is not [var name, ..])
        {
            return null;
        }

        // The class library would begin its search with the current directory (see DockerClient.Find).
        IEnumerable<string> candidates = name.Contains('/', StringComparison.Ordinal)
            ? [Path.GetFullPath(name)]
            : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':')
                .Where(directory => directory.StartsWith('/')).Select(directory => Path.Combine(directory, name));
        return candidates.FirstOrDefault(IsExecutable)
            ?? throw new CtraceException(FailureKind.NoInput, $"cannot run {name}: no such program", "name one on PATH, or by its path");
    }

    /// <summary>Starts it; the probe sees it from its first instruction on.</summary>
    public static WatchedCommand Start(ViewProbe probe, string program, IReadOnlyList<string> words)
    {
        var signals = new ForwardedSignals();
        try
        {
            probe.Arm();
            var process = Process.Start(new ProcessStartInfo(program, words.Skip(1)) { UseShellExecute = false })!;
            signals.To(process);
            return new WatchedCommand(signals, process);
        }
        catch (Win32Exception failure)
        {
            signals.Dispose();
            throw new CtraceException(FailureKind.NoInput, $"cannot run {words[0]}: {failure.Message}", "name a program that this machine can execute", failure);
        }
    }

    /// <summary>Waits until the command has ended: it is never left behind, whatever became of the view.</summary>
    public void Dispose()
    {
        _process.WaitForExit();
        _signals.Dispose();
        _process.Dispose();
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & execute) != 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
