using Ctrace.Core.Traces;

namespace Ctrace.Recordings;

/// <summary>
/// When each call of a container was made last, and each capability used: what has grown since its counters were read before was seen until
/// now. It costs the kernel side nothing, and is late by a flush at most.
/// </summary>
internal sealed class LastSeen
{
    private readonly Dictionary<SyscallName, (ulong Count, long Last)> _calls = [];
    private readonly Dictionary<string, (ulong Count, long Last)> _capabilities = new(StringComparer.Ordinal);

    /// <summary>The trace with the times.</summary>
    /// <param name="trace">All that the container's counters hold.</param>
    /// <param name="now">When they were read.</param>
    public Trace Add(Trace trace, DateTimeOffset now) => trace with
    {
        SyscallsLast = Note(_calls, trace.Syscalls, now.ToUnixTimeSeconds()),
        CapabilitiesLast = Note(_capabilities, trace.Capabilities, now.ToUnixTimeSeconds()),
    };

    private static LastTimes<TName> Note<TName>(Dictionary<TName, (ulong Count, long Last)> known, Counts<TName> counts, long now)
        where TName : notnull
    {
        foreach (var (name, count) in counts)
        {
            if (!known.TryGetValue(name, out var before) || count > before.Count)
            {
                known[name] = (count, now);
            }
        }

        return LastTimes<TName>.Create(known.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Last)));
    }
}
