using System.Globalization;
using System.Text.RegularExpressions;

namespace Ctrace.Live.Witnesses;

/// <summary>
/// Which task made which, out of a log of strace. What clone returns is the child's number in the caller's process namespace: to the
/// engine and the runtime the same that strace uses, in a container another one. There, a task that is new was made by a clone of the
/// container that is under way or whose child has not been seen; which of them does not matter, since all are of one container (no
/// two that fork may be in one log).
/// </summary>
internal sealed partial class StraceParents
{
    private readonly Dictionary<int, int> _known = [];
    private readonly Queue<(int At, int Parent)> _inside = [];

    public StraceParents(IReadOnlyList<Match> lines)
    {
        var tasks = lines.Select(StraceLog.TaskOf).ToHashSet();
        var entered = new Dictionary<int, int>();
        var inside = new List<(int At, int Parent)>();
        for (var at = 0; at < lines.Count; at++)
        {
            var parent = StraceLog.TaskOf(lines[at]);
            if (IsClone(lines[at].Groups["call"].Value))
            {
                entered[parent] = at;
            }

            if (IsClone(lines[at].Groups["call"].Value + lines[at].Groups["resumed"].Value) && Result().Match(lines[at].Value) is { Success: true } result)
            {
                var child = int.Parse(result.Groups["child"].Value, CultureInfo.InvariantCulture);
                if (tasks.Contains(child))
                {
                    _known[child] = parent;
                }
                else
                {
                    inside.Add((entered[parent], parent));
                }
            }
        }

        _inside = new(inside.Order());
    }

    /// <summary>The parent of a task whose first line is this one; null when its making is not in the log.</summary>
    public int? Of(int task, int at)
    {
        if (_known.TryGetValue(task, out var parent))
        {
            return parent;
        }

        return _inside.TryPeek(out var made) && made.At < at ? _inside.Dequeue().Parent : null;
    }

    private static bool IsClone(string call) => call is "clone" or "clone3" or "fork" or "vfork";

    [GeneratedRegex(@" = (?<child>[1-9]\d*)$")]
    private static partial Regex Result();
}
