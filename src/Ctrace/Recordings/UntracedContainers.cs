using Ctrace.Core.Status;

namespace Ctrace.Recordings;

/// <summary>The containers that should be traced and are not, each with its reason.</summary>
internal sealed class UntracedContainers
{
    // Those of other engines are never said to be gone.
    private const int Most = 4096;

    private readonly Dictionary<string, UntracedContainer> _containers = new(StringComparer.Ordinal);

    /// <summary>The containers, by name.</summary>
    public IReadOnlyList<UntracedContainer> All => [.. _containers.Values.OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Id, StringComparer.Ordinal)];

    /// <summary>Keeps a container.</summary>
    /// <returns>False when that was known: each hierarchy reports a container that finds no slot.</returns>
    public bool Add(string id, string name, string reason)
    {
        if (_containers.Count > Most)
        {
            _containers.Clear();
        }

        var known = _containers.ContainsKey(id);
        _containers[id] = new UntracedContainer(name, id, reason, DateTimeOffset.UtcNow);
        return !known;
    }

    /// <summary>It is traced after all, or exists no more.</summary>
    public void Remove(string id) => _containers.Remove(id);
}
