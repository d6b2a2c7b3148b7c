using System.Runtime.CompilerServices;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>
/// Follows the containers of an engine across its restarts. Each connection tells the state first, then what happens from a little
/// before the last event that was seen, so that nothing is lost while the engine lives; what happened while it was away, or what
/// it forgot by restarting, shows in the state. One watch serves one enumeration.
/// </summary>
internal sealed class DockerWatch
{
    private const long Second = 1_000_000_000;

    private readonly DockerEngine _engine;
    private readonly Backoff _backoff;
    private readonly TimeProvider _time;
    private readonly RecentEvents _recent = new();
    private Moment? _last;

    public DockerWatch(DockerEngine engine)
        : this(engine, new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5)), TimeProvider.System)
    {
    }

    /// <param name="engine">Which engine.</param>
    /// <param name="backoff">How long to wait before it is tried again.</param>
    /// <param name="time">What tells how much time has passed; never what time it is.</param>
    public DockerWatch(DockerEngine engine, Backoff backoff, TimeProvider time) => (_engine, _backoff, _time) = (engine, backoff, time);

    /// <summary>Watches until cancelled. Take what comes without long pauses: see <see cref="EventStream"/>.</summary>
    /// <exception cref="CtraceException">
    /// Unavailable, Permission: the engine could not be reached the first time. Later it is waited for.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async IAsyncEnumerable<EngineNotice> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (connection, failure) = await ConnectAsync(cancellation);
        if (failure is not null)
        {
            throw failure;
        }

        var told = "";
        while (true)
        {
            if (connection is not null)
            {
                var began = _time.GetTimestamp();
                await using (connection.Stream)
                {
                    yield return new EngineNotice.Connected(connection.Containers);
                    await using var readings = connection.Stream.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
                    while (await NextAsync(readings, cancellation) is var notice)
                    {
                        if (notice is EngineNotice.Disconnected gone)
                        {
                            told = gone.Reason;
                            break;
                        }

                        yield return notice;
                    }
                }

                _backoff.Lasted(_time.GetElapsedTime(began));
                yield return new EngineNotice.Disconnected(told);
            }
            else if (failure!.Message != told)
            {
                told = failure.Message;
                yield return new EngineNotice.Disconnected(told);
            }

            await Task.Delay(_backoff.Next(), cancellation);
            (connection, failure) = await ConnectAsync(cancellation);
        }
    }

    /// <summary>Opens the stream before it lists: what happens in between is in both, and in neither never.</summary>
    private async Task<(Connection? Connection, CtraceException? Failure)> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            // The clamp keeps a date that no clock has from overflowing.
            var now = Math.Clamp((await _engine.PingAsync(cancellation)).ToUnixTimeSeconds(), 1, 9_000_000_000) * Second;
            var since = _last is { } last ? Since(last, now) : now;
            var stream = await _engine.OpenEventsAsync(since, cancellation);
            try
            {
                var containers = await _engine.ListAsync(null, cancellation);
                _last ??= new Moment(now, _time.GetTimestamp());
                return (new Connection(stream, containers), null);
            }
            catch
            {
                await stream.DisposeAsync();
                throw;
            }
        }
        catch (CtraceException failure)
        {
            return (null, failure);
        }
    }

    /// <summary>
    /// From when to repeat events. Their times are the engine's clock, which may have been set, forward or back, since the last one: what
    /// happened after the jump is no further from now than the time that has passed. An engine stamps an event a little before it queues
    /// it, and looks back only to the first one that is too old: hence a second more.
    /// </summary>
    private long Since(Moment last, long now)
    {
        var passed = (long)Math.Min(_time.GetElapsedTime(last.At).TotalSeconds * Second, now);
        return Math.Max(Math.Min(last.Nanoseconds, now - passed) - Second, 0);
    }

    private async Task<EngineNotice> NextAsync(IAsyncEnumerator<EventReading> readings, CancellationToken cancellation)
    {
        try
        {
            while (await readings.MoveNextAsync())
            {
                if (readings.Current.Event is not { } happened)
                {
                    return new EngineNotice.Unreadable(readings.Current.Problem, await _engine.ListAsync(null, cancellation));
                }

                _last = new Moment(happened.TimeNanoseconds, _time.GetTimestamp());
                if (_recent.Add(happened))
                {
                    return new EngineNotice.Happened(happened);
                }
            }

            return new EngineNotice.Disconnected($"the Docker engine at {_engine.Endpoint} ended the connection");
        }
        catch (CtraceException failure)
        {
            return new EngineNotice.Disconnected(failure.Message);
        }
    }

    /// <summary>When something came last.</summary>
    /// <param name="Nanoseconds">By the engine's clock, in nanoseconds of Unix time.</param>
    /// <param name="At">By this process's, which nobody can set.</param>
    private readonly record struct Moment(long Nanoseconds, long At);

    private sealed record Connection(EventStream Stream, IReadOnlyList<ContainerSummary> Containers);
}
