using System.Collections.Immutable;
using Ctrace.Core.Decoding.Layouts;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>The denials of one program that are alike.</summary>
/// <param name="Program">The name that it was executed by; empty for the runtime.</param>
/// <param name="Name">The call, or the capability.</param>
/// <param name="Syscall">The call; of a capability the first that needed it, or null.</param>
/// <param name="Answer">How the kernel answered.</param>
/// <param name="Count">How often, in all runs.</param>
/// <param name="Process">The process of the first, as the container sees it.</param>
/// <param name="After">When the first was, since its container was made.</param>
/// <param name="Call">The first as strace prints it; of a capability empty.</param>
/// <param name="Standing">What it is to be held for.</param>
/// <param name="Ends">How the processes that met it ended, without repetitions: see <see cref="ProcessOutcome"/>.</param>
internal sealed record DenialGroup(
    string Program, string Name, SyscallName? Syscall, string Answer, int Count, int Process, TimeSpan After, string Call, Standing Standing,
    ImmutableArray<string> Ends)
{
    /// <summary>Whether it is told, and does not count.</summary>
    public bool IsExpected => Standing != Standing.Restricted;

    /// <summary>Whether the engine's default filter answers the same.</summary>
    public bool IsByDefault { get; init; }

    /// <summary>Whether the call happened, since the filter only had it logged.</summary>
    public bool IsLogged { get; init; }

    /// <summary>The refused calls of some runs, the most frequent first.</summary>
    public static ImmutableArray<DenialGroup> OfSyscalls(IReadOnlyList<TrialResult> runs) =>
    [
        .. from one in runs.SelectMany(run => run.Denials.Select(denial => (run, denial)))
           group one by (one.denial.Program, one.denial.Syscall, one.denial.Arguments, one.denial.Answer, one.denial.Standing) into alike
           let first = alike.First().denial
           orderby first.Standing, alike.Sum(one => one.denial.Count) descending, first.Syscall, first.Program
           select new DenialGroup(
               first.Program, first.Syscall.Name, first.Syscall, first.Answer, alike.Sum(one => one.denial.Count), first.Process, first.After, first.Call, first.Standing,
               [.. alike.Select(one => ProcessOutcome.Of(one.run, one.denial.Process)).Distinct().Order(StringComparer.Ordinal)])
           {
               IsLogged = first.IsLogged,
               IsByDefault = first.IsByDefault,
           },
    ];

    /// <summary>The refused capabilities of some runs, the most frequent first.</summary>
    public static ImmutableArray<DenialGroup> OfCapabilities(IReadOnlyList<TrialResult> runs) =>
    [
        .. from one in runs.SelectMany(run => run.Capabilities.Select(denial => (run, denial)))
           group one by (one.denial.Program, one.denial.Capability, one.denial.Standing) into alike
           let first = alike.First().denial
           orderby first.Standing, alike.Sum(one => one.denial.Count) descending, first.Capability, first.Program
           select new DenialGroup(
               first.Program, first.Capability, first.Syscall, "EPERM", alike.Sum(one => one.denial.Count), first.Process, first.After, "", first.Standing,
               [.. alike.Select(one => ProcessOutcome.Of(one.run, one.denial.Process)).Distinct().Order(StringComparer.Ordinal)]),
    ];
}

/// <summary>What became of a process that met a denial: whether it shrugged it off, or may have ended of it.</summary>
internal static class ProcessOutcome
{
    /// <summary>How a process ended, in words.</summary>
    public static string Of(TrialResult run, int process) => run.Ends.TryGetValue(process, out var status) ? Of(status) : "went on until the container ended";

    // wait(2): the low seven bits are the signal.
    private static string Of(int status) => (status & 0x7f, (status >> 8) & 0xff) switch
    {
        (0, 0) => "went on and ended with 0",
        (0, var code) => $"ended with {code}",
        var (signal, _) => $"was killed by {SignalLayouts.Name(signal)}",
    };
}
