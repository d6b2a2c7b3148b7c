using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>What one syscall was used for, or all those of a numbering whose numbers no table has.</summary>
/// <param name="Name">The call.</param>
/// <param name="Calls">How often it returned.</param>
/// <param name="Errors">How often with an error.</param>
/// <param name="Time">From entry to exit, in all.</param>
internal sealed record CallTotal(SyscallName Name, ulong Calls, ulong Errors, TimeSpan Time)
{
    /// <summary>What stands in a name's place for numbers without one.</summary>
    public const string Unknown = "unknown";

    /// <summary>How many numbers without a name it is of; 0 for a call that has one.</summary>
    public int Numbers { get; init; }

    /// <summary>Whether there were more of them than could be told apart.</summary>
    public bool IsMore { get; init; }

    /// <summary>A call's total, as the kernel side has it.</summary>
    public static CallTotal Of(SyscallName name, CallTotalLayout total) =>
        new(name, total.Calls, total.Errors, TimeSpan.FromTicks((long)(total.Nanoseconds / TimeSpan.NanosecondsPerTick)));

    /// <summary>The total of a number without a name.</summary>
    public static CallTotal Of(Architecture architecture, CallTotalLayout total) => Of(new SyscallName(architecture, Unknown), total);

    /// <summary>One total for each numbering, of those that were called of numbers without a name; each stands for one number, or for more.</summary>
    public static IEnumerable<CallTotal> Unite(IEnumerable<CallTotal> unnamed) => unnamed
        .Where(total => total.Calls > 0)
        .GroupBy(total => total.Name.Architecture)
        .Select(totals => new CallTotal(
            new SyscallName(totals.Key, Unknown), totals.Aggregate(0UL, (sum, total) => sum + total.Calls), totals.Aggregate(0UL, (sum, total) => sum + total.Errors),
            totals.Aggregate(TimeSpan.Zero, (sum, total) => sum + total.Time))
        {
            Numbers = totals.Count(total => !total.IsMore),
            IsMore = totals.Any(total => total.IsMore),
        });
}
