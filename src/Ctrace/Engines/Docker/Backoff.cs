namespace Ctrace.Engines.Docker;

/// <summary>How long to wait before trying an engine again: twice as long each time, within bounds.</summary>
internal sealed class Backoff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _limit;
    private TimeSpan _next;

    /// <summary>Starts with one time and ends with another.</summary>
    public Backoff(TimeSpan first, TimeSpan limit) => (_first, _limit, _next) = (first, limit, first);

    /// <summary>The time to wait now.</summary>
    public TimeSpan Next()
    {
        var now = _next;
        _next = now * 2 < _limit ? now * 2 : _limit;
        return now;
    }

    /// <summary>
    /// Starts over after a connection that lasted. One that was cut at once does not count: an engine that accepts and hangs up
    /// would be asked almost without a pause.
    /// </summary>
    public void Lasted(TimeSpan connection)
    {
        if (connection >= _limit)
        {
            _next = _first;
        }
    }
}
