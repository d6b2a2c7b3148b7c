using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>Why a name did not lead to exactly one container, and what may have been meant.</summary>
internal static class ContainerLookup
{
    private const int LongestName = 255;

    /// <summary>Whether an engine could have a container of this name or id: <c>[a-zA-Z0-9][a-zA-Z0-9_.-]*</c>.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-');

    /// <summary>The failure when several ids start so and none is it; null when that is not the case.</summary>
    public static CtraceException? Ambiguous(string prefix, IReadOnlyList<ContainerSummary> known)
    {
        var matches = ContainerId.IsPrefix(prefix)
            ? known.Where(container => container.Id.Value.StartsWith(prefix, StringComparison.Ordinal)).ToList()
            : [];
        if (matches.Count < 2)
        {
            return null;
        }

        var shown = string.Join(", ", matches.Take(3).Select(container => container.Id.Short)) + (matches.Count > 3 ? ", ..." : "");
        return new CtraceException(FailureKind.NoInput,
            $"the container id '{prefix}' is ambiguous: {shown}", "give more digits, or a name");
    }

    /// <summary>The failure when there is none, with the closest name as the hint.</summary>
    public static CtraceException Unknown(string name, IReadOnlyList<ContainerSummary> known)
    {
        var closest = known
            .SelectMany(container => container.Names)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return new CtraceException(FailureKind.NoInput, $"no such container: {name}",
            closest is null ? "see 'docker ps --all'" : $"did you mean '{closest}'?");
    }

    /// <summary>Edits of one character, or swaps of two neighbours, between two names; capped by their length.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > LongestName || right.Length > LongestName)
        {
            return int.MaxValue;
        }

        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                    rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
