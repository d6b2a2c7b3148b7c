using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>Conditions on a call's values that all must hold.</summary>
/// <param name="Arguments">By value: where the call is made, and its six arguments.</param>
/// <param name="Others">What is computed from several.</param>
internal sealed record Clause(ImmutableArray<ArgumentSet> Arguments, ImmutableSortedSet<string> Others)
{
    // Each is compared with each.
    private const int MostUnited = 256;

    // A hostile filter can have a text of any length.
    private const int MostWords = 32, MostClauses = 32;

    /// <summary>What leads along a path.</summary>
    public static Clause Of(FilterPath path) => new(
        [.. Enumerable.Range(0, (SeccompData.Words - SeccompData.FirstFreeWord) / 2).Select(value =>
            ArgumentSet.Of(value == 0 ? "ip" : $"arg{value - 1}", path.Words[(2 * value) + 2], path.Words[(2 * value) + 3]))],
        path.Conditions.Select(condition => condition.ToString()).Append(path.IsExact ? "" : "a computation that was not followed").Where(text => text.Length > 0)
            .ToImmutableSortedSet(StringComparer.Ordinal));

    /// <summary>Says the same in fewer clauses: two that differ in the bounds of one value become one.</summary>
    public static IReadOnlyCollection<Clause> Unite(IEnumerable<Clause> clauses)
    {
        var united = clauses.ToList();
        for (var changed = united.Count <= MostUnited; changed;)
        {
            changed = false;
            for (var i = 0; i < united.Count; i++)
            {
                for (var j = united.Count - 1; j > i; j--)
                {
                    if (united[i].Unite(united[j]) is { } both)
                    {
                        united[i] = both;
                        united.RemoveAt(j);
                        changed = true;
                    }
                }
            }
        }

        return united;
    }

    /// <summary>How many conditions it has.</summary>
    public int Length => Arguments.Sum(argument => argument.Words().Count()) + Others.Count;

    /// <summary><c>arg0 == 0x2 and arg1 &amp; 0x80000 == 0x0</c>; empty when it always holds.</summary>
    public override string ToString() => string.Join(" and ", Shortened([.. Arguments.SelectMany(argument => argument.Words()), .. Others], MostWords));

    /// <summary>Clauses in words, in ordinal order; of very many some, and how many more there are.</summary>
    public static ImmutableArray<string> Texts(IReadOnlyCollection<Clause> clauses)
    {
        var shown = clauses.Take(MostClauses).Select(clause => clause.ToString()).Order(StringComparer.Ordinal);
        return clauses.Count > MostClauses ? [.. shown, $"{clauses.Count - MostClauses} more conditions"] : [.. shown];
    }

    private static IEnumerable<string> Shortened(ImmutableArray<string> words, int most) =>
        words.Length > most ? words[..most].Append($"{words.Length - most} more") : words;

    /// <summary>Clauses of which any may hold, as one text.</summary>
    /// <param name="clauses">As text.</param>
    public static string Join(IReadOnlyList<string> clauses) =>
        string.Join(" or ", clauses.Select(clause => clauses.Count > 1 && clause.Contains(" and ", StringComparison.Ordinal) ? $"({clause})" : clause));

    private Clause? Unite(Clause other)
    {
        if (!Others.SetEquals(other.Others))
        {
            return null;
        }

        var differing = Enumerable.Range(0, Arguments.Length).Where(i => !Arguments[i].Equals(other.Arguments[i])).Take(2).ToList();
        return differing switch
        {
            [] => this,
            [var i] when Arguments[i].Unite(other.Arguments[i]) is { } both => this with { Arguments = Arguments.SetItem(i, both) },
            _ => null,
        };
    }
}
