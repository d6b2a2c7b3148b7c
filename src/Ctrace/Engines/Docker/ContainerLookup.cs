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
            .Where(candidate => name.Length <= LongestName && candidate.Length <= LongestName)
            .Select(candidate => (Name: candidate, Distance: Spelling.Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return new CtraceException(FailureKind.NoInput, $"no such container: {name}",
            closest is null ? "see 'docker ps --all'" : $"did you mean '{closest}'?");
    }
}
