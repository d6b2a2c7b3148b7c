namespace Ctrace.Recordings;

/// <summary>
/// The containers that were removed last. What the engine remembers of one of them is of a life that is over: whoever has a cgroup of
/// that name now is another. As many as there can be in what an engine remembers, 256 events.
/// </summary>
internal sealed class RecentIds
{
    private const int Most = 256;

    private readonly LinkedList<string> _ids = [];

    /// <summary>Whether it is one of them.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    /// <summary>Adds one, in the place of the oldest when there are too many.</summary>
    public void Add(string id)
    {
        _ids.Remove(id);
        _ids.AddLast(id);
        if (_ids.Count > Most)
        {
            _ids.RemoveFirst();
        }
    }

    /// <summary>It is in use again.</summary>
    public void Remove(string id) => _ids.Remove(id);
}
