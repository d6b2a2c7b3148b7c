using System.Globalization;
using System.Text;

namespace Ctrace.Core.Status;

/// <summary>A status for people.</summary>
internal static class StatusText
{
    private const int Shown = 20;

    /// <summary>What the daemon is, what it counts, and the containers one a line. Times are UTC.</summary>
    public static string Of(DaemonStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var text = new StringBuilder();
        void Say(string subject, string detail) => text.Append($"{subject,-11}{Printable.Escape(detail)}\n");

        var engine = status.Engine;
        Say("ctrace", $"{status.Version}, process {status.ProcessId}, since {Time(status.Started)}");
        Say("engine", $"{(engine.Version.Length > 0 ? engine.Version : "unknown")} at {engine.Endpoint}, "
            + $"{(engine.Connected ? "connected" : "GONE")} since {Time(engine.Since)}, {engine.Events} events");
        Say("containers", $"{status.Traced.Count} traced, {status.Untraced.Count} not traced, {status.Known} known; {status.Recordings} traced since the start");
        Say("slots", $"{status.SlotsUsed} of {status.Slots} in use");
        Say("counted", $"{status.Calls} calls, {status.Lost} lost, {status.Missed} missed by the probe");
        if (status.Misplaced > 0)
        {
            Say("cgroups", $"{status.Misplaced} were named like a container's where no engine makes one, and were not believed");
        }

        Say("tracefiles", $"{status.Data}: {status.Writes.Done} writes, {status.Writes.Failed} failed, the last {Time(status.Writes.Last)}");
        Say("probe", $"capabilities by {status.CapabilityProbe}");
        Say("cost", FormattableString.Invariant($"{status.MemoryBytes >> 20} MiB, {status.FlushSeconds * 1000:0.0} ms for the last look at all containers"));
        foreach (var trouble in status.Troubles)
        {
            Say("TROUBLE", trouble);
        }

        if (status.Traced.Count > 0)
        {
            text.Append('\n');
            Table(text, [["TRACED", "ID", "TRACEFILE", "SCOPE", "CALLS", "SYSCALLS", "CAPABILITIES", "LOST", "LAST WRITE"], .. status.Traced.Select(Row)]);
        }

        if (status.Traced.Where(one => one.Profile.Length + one.Refused.Count > 0).ToList() is { Count: > 0 } watched)
        {
            text.Append('\n');
            Table(text, [["WATCHED", "PROFILE", "WOULD REFUSE", "REFUSED"], .. watched.Select(one => new[] { one.Name, one.Profile.Length > 0 ? one.Profile : "-", Names(one.WouldRefuse), Names(one.Refused) })]);
        }

        if (status.Untraced.Count > 0)
        {
            text.Append('\n');
            Table(text, [["NOT TRACED", "ID", "REASON"], .. status.Untraced.Select(one => new[] { one.Name, Short(one.Id), one.Reason })]);
        }

        return text.ToString();
    }

    private static string[] Row(TracedContainer one) =>
    [
        one.Name, Short(one.Id), one.Tracefile, string.Join(',', one.Scope), Number(one.Calls), Number(one.Syscalls), Number(one.Capabilities), Number(one.Lost),
        Time(one.LastWrite),
    ];

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(',', names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");

    private static void Table(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        foreach (var line in TextTable.Lines([.. rows.Select(row => row.Select(Printable.Escape).ToArray())]))
        {
            text.Append(line.TrimEnd()).Append('\n');
        }
    }

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Short(string id) => id.Length > 12 ? id[..12] : id;

    private static string Time(DateTimeOffset? time) =>
        time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "never";
}
