using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Trials;

/// <summary>What runs under restrictions showed, for people: what counts in full, of the rest a line for each name.</summary>
internal static class TrialText
{
    private const int MostPrograms = 3;

    /// <summary>The lines.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <param name="native">The machine's architecture: calls of others say theirs.</param>
    /// <param name="advice">What allows what was refused.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<TrialResult> runs, Architecture native, TrialAdvice advice)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(advice);
        var syscalls = DenialGroup.OfSyscalls(runs);
        var capabilities = DenialGroup.OfCapabilities(runs);
        foreach (var line in Refusals(syscalls, capabilities, native, advice))
        {
            yield return line;
        }

        if (advice.Whole is { } whole && syscalls.Concat(capabilities).Any(group => !group.IsExpected))
        {
            yield return whole;
        }

        foreach (var problem in runs.Select(run => run.Problem).OfType<string>().Distinct())
        {
            yield return $"failed: {problem}";
        }

        yield return Summary(runs, syscalls.Where(group => !group.IsExpected && !group.IsLogged).Select(group => group.Name).Distinct().Count(),
            syscalls.Where(group => group.IsLogged).Select(group => group.Name).Distinct().Count(),
            capabilities.Where(group => !group.IsExpected).Select(group => group.Name).Distinct().Count());
    }

    /// <summary>The lines on what was refused alone.</summary>
    internal static IEnumerable<string> Refusals(IReadOnlyList<TrialResult> runs, Architecture native) =>
        Refusals(DenialGroup.OfSyscalls(runs), DenialGroup.OfCapabilities(runs), native, TrialAdvice.None);

    private static IEnumerable<string> Refusals(ImmutableArray<DenialGroup> syscalls, ImmutableArray<DenialGroup> capabilities, Architecture native, TrialAdvice advice)
    {
        foreach (var group in syscalls.Where(group => !group.IsExpected))
        {
            yield return Head(group.IsLogged ? "logged" : "denied", Name(group, native), group);
            yield return $"    {Place(group)}: {group.Call}";
            yield return $"    {Ends(group)}";
            if (advice.Syscall(group.Name) is { } line)
            {
                yield return $"    {line}";
            }

            if (group.IsByDefault)
            {
                yield return "    the engine's default refuses it too: allowed, the container has more than without restrictions";
            }
        }

        foreach (var group in capabilities.Where(group => !group.IsExpected))
        {
            yield return Head("denied", $"capability {group.Name}", group);
            yield return group.Syscall is { } call ? $"    {Place(group)}, in {call.Name}" : $"    {Place(group)}";
            yield return $"    {Ends(group)}";
            if (advice.Capability(group.Name) is { } line)
            {
                yield return $"    {line}";
            }
        }

        foreach (var line in Expected(syscalls, group => $"{Name(group, native)} answered {group.Answer}").Concat(Expected(capabilities, group => $"capability {group.Name}")))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Expected(IEnumerable<DenialGroup> groups, Func<DenialGroup, string> name) =>
        from one in groups
        where one.IsExpected
        group one by (one.Standing, Name: name(one)) into alike
        let programs = alike.Select(one => Program(one)).Distinct().ToList()
        let more = programs.Count - MostPrograms
        let names = string.Join(", ", programs.Take(MostPrograms)) + (more > 0 ? $" and {more} more" : "")
        let of = alike.Key.Standing switch
        {
            Standing.Planned => ("as planned", "libraries make an older call instead"),
            Standing.Recorded => ("as recorded", "the recording has the same"),
            Standing.Default => ("as without restrictions", "the engine's default refuses it too"),
            Standing.Own => ("as without restrictions", "the process has given it up, or is a user without it"),
            _ => ("as without restrictions", "the container would not have it either"),
        }
        select $"{of.Item1}: {alike.Key.Name}, {Times(alike.Sum(one => one.Count))}, to {names}: {of.Item2}";

    private static string Name(DenialGroup group, Architecture native) =>
        group.Syscall!.Value.Architecture == native ? group.Name : $"{group.Name} ({group.Syscall.Value.Architecture})";

    private static string Head(string what, string name, DenialGroup group) => string.Create(CultureInfo.InvariantCulture,
        $"{what}: {name}{(group.IsLogged ? "" : $" answered {group.Answer}")}, {Times(group.Count)}, first {group.After.TotalSeconds:0.000} s after the start");

    private static string Place(DenialGroup group) => $"{Program(group)}, pid {group.Process}";

    private static string Program(DenialGroup group) => group.Program.Length > 0 ? Printable.Escape(group.Program) : "the runtime";

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
