using Ctrace.Core;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>A view at work: on a command that it starts, to whose end it lasts; or on what is there, until that is gone or the user has enough.</summary>
internal sealed class WatchedRun : IDisposable
{
    private readonly ViewProbe _probe;
    private readonly StopSignals? _stop;
    private readonly WatchedCommand? _command;

    /// <summary>Begins, once the probe is attached and its events are open.</summary>
    /// <param name="probe">The view.</param>
    /// <param name="watched">Whom it watches.</param>
    /// <param name="program">The command's program, found before the probe was attached: <see cref="WatchedCommand.FindProgram"/>.</param>
    /// <exception cref="CtraceException">NoInput: the command cannot be started.</exception>
    public WatchedRun(ViewProbe probe, Watched watched, string? program)
    {
        _probe = probe;
        if (program is not null)
        {
            _command = WatchedCommand.Start(probe, program, watched.Command);
            return;
        }

        _stop = new StopSignals();
        Console.Error.WriteLine($"ctrace: watching {Printable.Escape(watched.Description)}; ^C ends");
    }

    /// <summary>Whether there is a command, which goes on, even if nobody reads what is told of it.</summary>
    public bool HasCommand => _command is not null;

    /// <summary>Whether it is over.</summary>
    public bool HasEnded => _command?.HasEnded ?? (_stop!.Token.IsCancellationRequested || _probe.Ended);

    /// <summary>The command's exit code; 0 without a command.</summary>
    public int ExitCode => _command?.ExitCode ?? 0;

    /// <summary>Waits until the command has ended.</summary>
    public void Dispose()
    {
        _command?.Dispose();
        _stop?.Dispose();
    }
}
