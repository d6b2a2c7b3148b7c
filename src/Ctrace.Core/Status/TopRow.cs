namespace Ctrace.Core.Status;

/// <summary>A container as <c>ctrace top</c> shows it.</summary>
/// <param name="Name">As the engine calls it, or the first digits of its id. Untrusted text.</param>
/// <param name="Id">64 hexadecimal digits.</param>
/// <param name="Calls">System calls counted since it is watched.</param>
/// <param name="Activity">What it did in the last seconds; null where that is not known.</param>
/// <param name="Reason">Why it is not recorded; empty where it is.</param>
internal sealed record TopRow(string Name, string Id, ulong Calls, ContainerActivity? Activity, string Reason)
{
    /// <summary>How often something was denied in the last seconds.</summary>
    public ulong DeniedCount => Activity?.Denied.Aggregate(0UL, (sum, denial) => sum + denial.Count) ?? 0;

    /// <summary>Sorts rows by what the user named; what is not recorded comes last, and equals by name.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    public static IReadOnlyList<TopRow> Sort(IEnumerable<TopRow> rows, string key) =>
    [
        .. rows.OrderBy(row => row.Reason.Length > 0).ThenByDescending(row => key switch
        {
            "rate" => row.Activity?.CallsPerSecond ?? -1,
            "calls" => row.Calls,
            "denied" => row.DeniedCount,
            "dangerous" => row.Activity?.Dangerous.Count ?? -1.0,
            _ => 0,
        }).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Id, StringComparer.Ordinal),
    ];

    /// <summary>What rows can be sorted by.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["rate", "calls", "denied", "dangerous", "name"];
}
