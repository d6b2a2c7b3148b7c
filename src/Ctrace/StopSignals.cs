using System.Runtime.InteropServices;

namespace Ctrace;

/// <summary>While it lives, SIGINT, SIGTERM and SIGHUP mean: stop, write what there is, end well.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>The number of the last signal that came, while anyone listened; null when none has.</summary>
    public static int? Received { get; private set; }

    /// <summary>Begins to listen.</summary>
    /// <param name="cancellation">What means the same as a signal.</param>
    public StopSignals(CancellationToken cancellation = default)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Received = signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, _ => 15 }; // signal(7)
                Cancel();
            }));
        }
    }

    /// <summary>Cancelled when a signal comes.</summary>
    public CancellationToken Token => _stop.Token;

    // A handler that has begun is not waited for: the second signal can come while the first one's work ends.
    private void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Nobody is left to be told.
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }
}
