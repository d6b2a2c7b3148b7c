using System.ComponentModel;
using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>
/// A view at work: on a command that it starts on ctrace's own terminal, to whose end it lasts and which gets the signals that would end ctrace; or on
/// what is there, until that is gone or the user has enough.
/// </summary>
internal sealed class WatchedRun : IDisposable
{
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(1);

    private readonly ViewProbe _probe;
    private readonly ForwardedSignals? _forwarded;
    private readonly string _program;
    private StopSignals? _stop;
    private long _ended;
    private bool _told;
    private readonly Process? _command;

    /// <summary>Begins, once the probe is attached and its events are open.</summary>
    /// <param name="probe">The view.</param>
    /// <param name="watched">Whom it watches.</param>
    /// <param name="program">The command's program, found before the probe was attached: <see cref="FindProgram"/>.</param>
    /// <exception cref="CtraceException">NoInput: the command cannot be started.</exception>
    public WatchedRun(ViewProbe probe, Watched watched, string? program)
    {
        (_probe, _program) = (probe, watched.Description);
        if (program is null)
        {
            _stop = new StopSignals();
            Console.Error.WriteLine($"ctrace: watching {Printable.Escape(watched.Description)}; ^C ends");
            return;
        }

        Containers = probe.Containers is { } asked ? new CommandContainers(asked, probe) : null;
        _forwarded = new ForwardedSignals();
        try
        {
            // The probe sees it from its first instruction on.
            probe.Arm();
            _command = Process.Start(new ProcessStartInfo(program, watched.Command.Skip(1)) { UseShellExecute = false })!;
            _forwarded.To(_command);
        }
        catch (Win32Exception failure)
        {
            Containers?.Dispose();
            _forwarded.Dispose();
            throw new CtraceException(FailureKind.NoInput, $"cannot run {watched.Command[0]}: {failure.Message}", "name a program that this machine can execute", failure);
        }
    }

    /// <summary>Whether there is a command, which goes on, even if nobody reads what is told of it.</summary>
    public bool HasCommand => _command is not null;

    /// <summary>Whether it is over.</summary>
    public bool HasEnded => _command switch
    {
        null => _stop!.Token.IsCancellationRequested || _probe.Ended,
        { HasExited: false } => false,
        _ => Containers is not { AreOver: false } || HasEnough(),
    };

    /// <summary>The containers that an engine starts for the command; null where they are not shown.</summary>
    public CommandContainers? Containers { get; }

    /// <summary>The command's exit code, which is 128 + N when signal N ended it; 0 without a command.</summary>
    public int ExitCode => _command?.ExitCode ?? 0;

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

    /// <summary>Waits until the command has ended: it is never left behind, whatever became of the view.</summary>
    public void Dispose()
    {
        _command?.WaitForExit();
        Containers?.Dispose();
        _forwarded?.Dispose();
        _command?.Dispose();
        _stop?.Dispose();
    }

    /// <summary>Once the command has ended: whether the user has enough of the containers that it left running.</summary>
    private bool HasEnough()
    {
        if (_stop is null)
        {
            (_stop, _ended) = (new StopSignals(), Stopwatch.GetTimestamp());
        }

        // One that ended with the command is gone in a moment.
        if (!_told && Stopwatch.GetElapsedTime(_ended) > AMoment)
        {
            _told = true;
            Containers!.Look();
            Console.Error.WriteLine($"ctrace: {Printable.Escape(_program)} has ended; watching {string.Join(", ", Containers.Numbers.Select(Containers.Name))}; ^C ends");
        }

        return _stop.Token.IsCancellationRequested;
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
