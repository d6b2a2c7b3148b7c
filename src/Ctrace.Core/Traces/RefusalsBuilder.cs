namespace Ctrace.Core.Traces;

/// <summary>Collects refusals. Programs choose their names freely, so that there is a bound.</summary>
internal sealed class RefusalsBuilder
{
    /// <summary>How much text is kept in all, in UTF-16 units, and <see cref="Line"/> for each.</summary>
    public const int MaxText = 512 * 1024;

    private const int Line = 128;

    private readonly Dictionary<Refusal, ulong> _calls = [];
    private readonly Dictionary<CapabilityRefusal, ulong> _capabilities = [];
    private int _length;

    /// <summary>Whether there were more than are kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds a call that a filter refused.</summary>
    public void Add(Refusal refusal, ulong count)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Add(_calls, refusal, refusal.Caller, count);
    }

    /// <summary>Adds a capability that was not there.</summary>
    public void Add(CapabilityRefusal refusal, ulong count) => Add(_capabilities, refusal, refusal.Caller, count);

    /// <summary>What there is so far.</summary>
    public Refusals Build() => _calls.Count + _capabilities.Count == 0
        ? Refusals.Empty
        : new(Counts<Refusal>.Create(_calls), Counts<CapabilityRefusal>.Create(_capabilities));

    private void Add<TKey>(Dictionary<TKey, ulong> counts, TKey key, Caller caller, ulong count)
        where TKey : notnull
    {
        if (!counts.TryGetValue(key, out var before))
        {
            if (_length + caller.Path.Length + Line > MaxText)
            {
                IsFull = true;
                return;
            }

            _length += caller.Path.Length + Line;
        }

        counts[key] = before > ulong.MaxValue - count ? ulong.MaxValue : before + count;
    }
}
