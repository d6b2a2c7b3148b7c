using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Ctrace.Trials;

namespace Ctrace.Rehearsals;

/// <summary>Sees what containers are refused. What the kernel tells is taken all the time, so that its buffers do not fill up.</summary>
internal sealed class RefusalWatch : IRehearsalWatch, IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly DenialWatch _watch;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _taking;

    /// <param name="watch">The probes, which become this one's to dispose.</param>
    public RefusalWatch(DenialWatch watch)
    {
        _watch = watch;
        _taking = Task.Run(TakeAllAsync);
    }

    /// <inheritdoc />
    public Task MadeAsync(string container, DataState data, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _watch.Expect(container);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task EndedAsync(string container, int? exitCode, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public TrialResult? Take()
    {
        lock (_gate)
        {
            return _watch.Take();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _taking;
        _watch.Dispose();
        _stop.Dispose();
    }

    private async Task TakeAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            lock (_gate)
            {
                _watch.Consume();
            }

            await Task.Delay(Glance, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
