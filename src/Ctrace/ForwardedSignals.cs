using System.Diagnostics;
using System.Runtime.InteropServices;
using Ctrace.Interop;
using Ctrace.Processes;

namespace Ctrace;

/// <summary>
/// While it lives, signals that would end ctrace go to a child instead. Made before the child is started, so that there is no
/// moment at which one is lost or ends ctrace alone.
/// </summary>
internal sealed class ForwardedSignals : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<PosixSignal> _early = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Process? _child;

    public ForwardedSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Pass));
        }
    }

    /// <summary>Sends what came so far, and what comes, to this child.</summary>
    public void To(Process child)
    {
        lock (_gate)
        {
            _child = child;
            while (_early.TryDequeue(out var signal))
            {
                Send(child, signal);
            }
        }
    }

    /// <summary>The child has ended: what comes from now on is kept, and nobody gets it.</summary>
    public void ToNobody()
    {
        lock (_gate)
        {
            _child = null;
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>Sends a signal to a child, unless it has ended.</summary>
    public static void Send(Process child, PosixSignal signal)
    {
        if (!child.HasExited)
        {
            _ = Libc.kill(child.Id, signal switch
            {
                // signal(7)
                PosixSignal.SIGHUP => 1,
                PosixSignal.SIGINT => 2,
                PosixSignal.SIGQUIT => 3,
                _ => 15,
            });
        }
    }

    private void Pass(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (_child is null)
            {
                _early.Enqueue(context.Signal);
            }
            else if (context.Signal is not (PosixSignal.SIGINT or PosixSignal.SIGQUIT) || !IsInForeground())
            {
                // A terminal's ^C and ^\ have reached the child too, which is in the same process group; twice would be insistence.
                Send(_child, context.Signal);
            }
        }
    }

    /// <summary>Whether this process is in its terminal's foreground.</summary>
    private static bool IsInForeground() => ProcessStat.Of("self") is { Terminal: not 0 } own && own.ForegroundGroup == own.Group;
}
