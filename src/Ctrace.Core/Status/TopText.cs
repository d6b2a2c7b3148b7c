using System.Globalization;

namespace Ctrace.Core.Status;

/// <summary>The table of <c>ctrace top</c>.</summary>
internal static class TopText
{
    private const int LongestName = 24, LongestProgram = 28, MostShown = 4;

    /// <summary>A heading, and a line a container. Whatever containers are called, a line is one line of printable characters.</summary>
    /// <param name="rows">In their order.</param>
    /// <param name="most">The most lines for containers; what has no room is counted in a last line.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<TopRow> rows, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var shown = rows.Count <= most ? rows.Count : Math.Max(0, most - 1);
        string[] heading = ["CONTAINER", "CALLS/S", "CALLS", "PROGRAM", FormattableString.Invariant($"DENIED ({ContainerActivity.RecentSeconds} s)"), "DANGEROUS"];
        return
        [
            .. TextTable.Lines([heading, .. rows.Take(shown).Select(Cells)], right: [1, 2]).Zip(rows.Take(shown).Select(Remark).Prepend(""), (line, remark) => (line + remark).TrimEnd()),
            .. rows.Count == 0 ? ["no containers"] : Array.Empty<string>(),
            .. shown < rows.Count ? [FormattableString.Invariant($"and {rows.Count - shown} more")] : Array.Empty<string>(),
        ];
    }

    private static string[] Cells(TopRow row)
    {
        var name = Cut(Printable.Escape(row.Name), LongestName);
        return row switch
        {
            { Reason.Length: > 0 } => [name, "-", "-"],
            { Activity: null } => [name, "-", Number(row.Calls)],
            { Activity: { } activity } =>
            [
                name,
                activity.CallsPerSecond is { } rate ? rate.ToString(rate < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "-",
                Number(row.Calls),
                Program(activity),
                Denied(activity),
                activity.Dangerous.Count == 0 ? "-" : List(activity.Dangerous),
            ],
        };
    }

    /// <summary>What stands in the place of the other columns, and makes none of them wider.</summary>
    private static string Remark(TopRow row) => row switch
    {
        { Reason.Length: > 0 } => $"  not recorded: {Printable.Escape(row.Reason)}",
        { Activity: null } => "  not told: the daemon is of an older version",
        _ => "",
    };

    private static string Program(ContainerActivity activity) => activity switch
    {
        { HasPrograms: false } => "not counted yet",
        { Program: { } program } => string.Create(CultureInfo.InvariantCulture, $"{Cut(Printable.Escape(program), LongestProgram)} {activity.ProgramShare * 100:0}%"),
        _ => "-",
    };

    private static string Denied(ContainerActivity activity)
    {
        var denied = List([.. activity.Denied.Select(denial => string.Create(CultureInfo.InvariantCulture, $"{denial.Shown} {denial.Count}"))]);
        return activity.HasDeniedCalls ? denied.Length > 0 ? denied : "-" : denied.Length > 0 ? $"{denied}, calls not recorded" : "calls not recorded";
    }

    private static string List(IReadOnlyList<string> words) => Printable.Escape(
        string.Join(", ", words.Take(MostShown)) + (words.Count > MostShown ? FormattableString.Invariant($" and {words.Count - MostShown} more") : ""));

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..(most - 3)]}...";

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
