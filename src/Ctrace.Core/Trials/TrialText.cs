using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Trials;

/// <summary>What runs under restrictions showed, for people.</summary>
public static class TrialText
{
    /// <summary>The lines.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <param name="native">The machine's architecture: calls of others say theirs.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<TrialResult> runs, Architecture native)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var syscalls = DenialGroup.OfSyscalls(runs);
        foreach (var group in syscalls)
        {
            var of = group.Syscall!.Value.Architecture == native ? "" : $" ({group.Syscall.Value.Architecture})";
            yield return Head(group.IsLogged ? "logged" : group.IsExpected ? "as planned" : "denied", $"{group.Name}{of}", group);
            yield return $"    {Place(group)}: {group.Call}";
            yield return $"    {Ends(group)}";
            yield return group.IsExpected
                ? "    libraries expect that, and make an older call instead"
                : $"    to allow it: ctrace profile seccomp --base PROFILE --allow {group.Name} -o PROFILE";
        }

        var capabilities = DenialGroup.OfCapabilities(runs);
        foreach (var group in capabilities)
        {
            yield return Head(group.IsExpected ? "as without restrictions" : "denied", $"capability {group.Name}", group);
            yield return group.Syscall is { } call ? $"    {Place(group)}, in {call.Name}" : $"    {Place(group)}";
            yield return $"    {Ends(group)}";
            yield return group.IsExpected
                ? "    the container would not have it without restrictions either"
                : $"    to allow it: --cap-add={group.Name.ToUpperInvariant()}";
        }

        yield return Summary(runs, syscalls.Where(group => !group.IsExpected && !group.IsLogged).Select(group => group.Name).Distinct().Count(),
            syscalls.Where(group => group.IsLogged).Select(group => group.Name).Distinct().Count(),
            capabilities.Where(group => !group.IsExpected).Select(group => group.Name).Distinct().Count());
    }

    private static string Head(string what, string name, DenialGroup group) => string.Create(CultureInfo.InvariantCulture,
        $"{what}: {name}{(group.IsLogged ? "" : $" answered {group.Answer}")}, {Times(group.Count)}, first {group.After.TotalSeconds:0.000} s after the start");

    private static string Place(DenialGroup group) => $"{(group.Program.Length > 0 ? Printable.Escape(group.Program) : "the runtime")}, pid {group.Process}";

    private static string Ends(DenialGroup group) => $"its process {string.Join("; another ", group.Ends)}";

    private static string Summary(IReadOnlyList<TrialResult> runs, int syscalls, int logged, int capabilities)
    {
        var found = (syscalls, capabilities) switch
        {
            (0, 0) => "nothing denied",
            (_, 0) => $"{Number(syscalls, "syscall")} denied",
            (0, _) => $"{Number(capabilities, "capability")} denied",
            _ => $"{Number(syscalls, "syscall")} and {Number(capabilities, "capability")} denied",
        };
        var ends = string.Join(", ", runs.Select(run => run.Status).Distinct());
        var checks = string.Join(", ", runs.Select(run => run.Check).OfType<int>().Distinct());
        var lost = runs.Aggregate(0ul, (sum, run) => sum + run.Lost);
        found = logged == 0 ? found : $"{found}, {Number(logged, "syscall")} let through and logged,";
        return $"{found} in {Number(runs.Count, "run")}; the container ended with {ends}"
            + (checks.Length > 0 ? $", its check with {checks}" : "")
            + (lost > 0 ? $"; {lost} events were lost, so there were more" : "");
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string Number(int count, string what) =>
        $"{count} {(count == 1 ? what : what.EndsWith('y') ? what[..^1] + "ies" : what + "s")}";
}
