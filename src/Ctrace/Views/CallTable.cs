using System.Globalization;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>The table of -c, as strace prints it; calls of another architecture than the machine's carry its name.</summary>
internal static class CallTable
{
    private const string Rule = "------ ----------- ----------- --------- --------- ----------------";

    /// <summary>The table: most time first, then by name.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CallTotal> totals)
    {
        var all = new CallTotal(
            default, (ulong)totals.Sum(total => (long)total.Calls), (ulong)totals.Sum(total => (long)total.Errors),
            TimeSpan.FromTicks(totals.Sum(total => total.Time.Ticks)));
        yield return "% time     seconds  usecs/call     calls    errors syscall";
        yield return Rule;
        foreach (var total in totals.OrderByDescending(total => total.Time).ThenBy(total => total.Name))
        {
            yield return Line(total, all, Name(total));
        }

        yield return Rule;
        yield return Line(all, all, "total");
    }

    private static string Name(CallTotal total)
    {
        var foreign = total.Name.Architecture == NativeArchitecture.Current ? "" : total.Name.Architecture.Name;
        var numbers = (total.Numbers, total.IsMore) switch
        {
            (0, false) => "",
            (1, false) => "1 number",
            (var count, false) => $"{count} numbers",
            (var count, true) => $"more than {count} numbers",
        };
        string[] remarks = [.. ((string[])[numbers, foreign]).Where(remark => remark.Length > 0)];
        return remarks.Length == 0 ? total.Name.Name : $"{total.Name.Name} ({string.Join(", ", remarks)})";
    }

    private static string Line(CallTotal total, CallTotal all, string name)
    {
        var share = all.Time == TimeSpan.Zero ? 0 : total.Time / all.Time * 100;
        var each = total.Calls == 0 ? 0 : (ulong)total.Time.TotalMicroseconds / total.Calls;
        var errors = total.Errors == 0 ? "" : total.Errors.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{share,6:0.00} {total.Time.TotalSeconds,11:0.000000} {each,11} {total.Calls,9} {errors,9} {name}");
    }
}
