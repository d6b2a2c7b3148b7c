using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Ctrace.Core.Traces;

/// <summary>Facts of a trace, sorted, each once. Immutable; two sets with the same facts are equal.</summary>
[CollectionBuilder(typeof(FactSet), nameof(Create))]
public sealed class FactSet : IReadOnlyCollection<Fact>, IEquatable<FactSet>
{
    private readonly ImmutableSortedSet<Fact> _facts;

    private FactSet(ImmutableSortedSet<Fact> facts) => _facts = facts;

    /// <inheritdoc />
    public int Count => _facts.Count;

    /// <summary>A set of facts, in any order, repeated or not.</summary>
    public static FactSet Create(ReadOnlySpan<Fact> facts) => new(ImmutableSortedSet.Create(facts));

    /// <summary>Whether a fact is in it.</summary>
    public bool Contains(Fact fact) => _facts.Contains(fact);

    /// <summary>The values of one key, sorted.</summary>
    public IEnumerable<string> Values(string key) => _facts.Where(fact => fact.Key == key).Select(fact => fact.Value);

    /// <summary>The set with one fact more.</summary>
    public FactSet With(string key, string value) => new(_facts.Add(new Fact(key, value)));

    /// <summary>The set without the facts of some keys.</summary>
    public FactSet Without(params ReadOnlySpan<string> keys)
    {
        var kept = _facts.ToBuilder();
        foreach (var key in keys)
        {
            kept.ExceptWith(_facts.Where(fact => fact.Key == key));
        }

        return new(kept.ToImmutable());
    }

    /// <summary>
    /// Unites the facts of two recordings. How a container was started, and whether its files and refusals were recorded, is either said
    /// of all recordings or not known of all: where only one says it, the key gets an empty value beside.
    /// </summary>
    internal FactSet Unite(FactSet other)
    {
        var united = _facts.Union(other._facts);
        foreach (var key in (string[])[Fact.NoNewPrivileges, Fact.User, Fact.Files, Fact.Defaults, Fact.Refusals, Fact.Life])
        {
            if (Values(key).Any() != other.Values(key).Any())
            {
                united = united.Add(new Fact(key, ""));
            }
        }

        return new(united);
    }

    /// <inheritdoc />
    public bool Equals(FactSet? other) => other is not null && _facts.SetEquals(other._facts);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FactSet);

    /// <inheritdoc />
    public override int GetHashCode() => _facts.Count;

    /// <inheritdoc />
    public IEnumerator<Fact> GetEnumerator() => _facts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
