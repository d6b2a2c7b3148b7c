using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// Cuts what a base allows of a call into parts that a recording has, and parts that it has not. Of each argument the parts are disjoint,
/// as libseccomp needs it: it takes the first comparison that holds, and of two that both hold loses what stands behind the second.
/// </summary>
internal sealed class ArgumentParts
{
    /// <summary>What is too much to follow, and would be far too much for a filter.</summary>
    private const int Most = 4096;

    private static readonly ImmutableArray<ArgumentCube> Any = [.. Enumerable.Repeat(ArgumentCube.All, SeccompArgument.Count)];

    private int _left = Most;

    private ArgumentParts()
    {
    }

    /// <summary>The parts: conditions that must all hold, at most one an argument, and whether the recording has it.</summary>
    /// <param name="basis">What the base allows: alternatives, each a list of conditions of which no two are on one argument.</param>
    /// <param name="own">What the recording has, likewise.</param>
    /// <returns>Null when there are too many.</returns>
    public static IReadOnlyList<(ImmutableArray<SeccompArgument> When, bool IsOwn)>? Of(
        IEnumerable<ImmutableArray<SeccompArgument>> basis, IEnumerable<ImmutableArray<SeccompArgument>> own)
    {
        var parts = new ArgumentParts();
        var found = parts.From(0, [.. basis.Select(when => new Term(false, when)), .. own.Select(when => new Term(true, when))]);
        return parts._left < 0 ? null : [.. found.Select(part => (part.When.Select((cube, at) => (cube, at)).Where(each => each.cube.Mask != 0)
            .Select(each => new SeccompArgument(each.at, SeccompOperator.MaskedEqual, each.cube.Mask, each.cube.Value)).ToImmutableArray(), part.IsOwn))];
    }

    /// <summary>The parts by an argument and those behind it.</summary>
    private List<Part> From(int argument, IReadOnlyList<Term> terms)
    {
        if (terms.All(term => term.IsOwn) || _left < 0)
        {
            return [];
        }

        var isIn = terms.Any(term => !term.IsOwn && term.IsSatisfied(argument));
        var isOwn = terms.Any(term => term.IsOwn && term.IsSatisfied(argument));
        if (isIn && (isOwn || terms.All(term => !term.IsOwn)))
        {
            _left--;
            return [new Part(Any, isOwn)];
        }

        return argument == SeccompArgument.Count ? [] : Cut(argument, ArgumentCube.All, terms);
    }

    private List<Part> Cut(int argument, ArgumentCube cube, IReadOnlyList<Term> terms)
    {
        var living = terms.Where(term => term.May(argument, cube)).ToList();
        var bits = living.Select(term => term.Undecided(argument, cube)).Aggregate(0ul, (all, bit) => all | bit);
        if (bits == 0 || _left < 0)
        {
            return [.. From(argument + 1, living).Select(part => part.At(argument, cube))];
        }

        // From the top: the halves of a register are two comparisons, and the upper one comes first.
        var highest = 1ul << (63 - System.Numerics.BitOperations.LeadingZeroCount(bits));
        var (zero, one) = (Cut(argument, cube.With(highest, false), living), Cut(argument, cube.With(highest, true), living));
        return zero.Count > 0 && IsWhole(zero, argument, cube.With(highest, false)) && IsWhole(one, argument, cube.With(highest, true))
            && zero.Select(part => part.At(argument, cube)).SequenceEqual(one.Select(part => part.At(argument, cube)))
            ? [.. zero.Select(part => part.At(argument, cube))]
            : [.. zero, .. one];
    }

    /// <summary>Whether what stands behind an argument is the same for all of a cube.</summary>
    private static bool IsWhole(List<Part> parts, int argument, ArgumentCube cube) => parts.TrueForAll(part => part.When[argument] == cube);

    /// <summary>A cube for each argument.</summary>
    private sealed record Part(ImmutableArray<ArgumentCube> When, bool IsOwn)
    {
        public Part At(int argument, ArgumentCube cube) => this with { When = When.SetItem(argument, cube) };

        public bool Equals(Part? other) => other is not null && IsOwn == other.IsOwn && When.SequenceEqual(other.When);

        public override int GetHashCode() => HashCode.Combine(When[0], IsOwn);
    }

    /// <summary>One alternative: of each argument what it may be.</summary>
    private sealed class Term(bool isOwn, ImmutableArray<SeccompArgument> when)
    {
        private readonly ArgumentCube[]?[] _cubes = [.. Enumerable.Range(0, SeccompArgument.Count).Select(at => when.Where(argument => argument.Index == at).Select(ArgumentCube.Of).FirstOrDefault())];

        public bool IsOwn => isOwn;

        /// <summary>Whether nothing is asked of an argument and those behind it.</summary>
        public bool IsSatisfied(int argument) => _cubes.Skip(argument).All(cubes => cubes is null);

        public bool May(int argument, ArgumentCube cube) => _cubes[argument]?.Any(cube.Meets) ?? true;

        /// <summary>The bits that decide yet; 0 when it holds for all of the cube.</summary>
        public ulong Undecided(int argument, ArgumentCube cube) => _cubes[argument] is not { } cubes || cubes.Any(cube.LiesIn) ? 0
            : cubes.Where(cube.Meets).Aggregate(0ul, (all, each) => all | (each.Mask & ~cube.Mask));
    }
}
