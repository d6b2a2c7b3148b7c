namespace Ctrace.Engines.Docker;

/// <summary>
/// Knows the last events that were told, so that those which an engine repeats after a reconnection are told once. An engine
/// repeats at most 256.
/// </summary>
internal sealed class RecentEvents
{
    private const int Capacity = 1024;

    private readonly HashSet<(long Time, ContainerId Id, string Action)> _known = [];
    private readonly Queue<(long Time, ContainerId Id, string Action)> _order = new();

    /// <summary>Whether the event is new; it is not any more afterwards.</summary>
    public bool Add(ContainerEvent happened)
    {
        var key = (happened.TimeNanoseconds, happened.Id, happened.ActionText);
        if (!_known.Add(key))
        {
            return false;
        }

        _order.Enqueue(key);
        if (_order.Count > Capacity)
        {
            _known.Remove(_order.Dequeue());
        }

        return true;
    }
}
