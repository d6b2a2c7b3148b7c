using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters.Symbolic;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>
/// Tells for each call what filters do with it, whatever its arguments are. Work is bounded: a filter that was made to take forever
/// is not followed to its end, and the verdict says so.
/// </summary>
/// <param name="filters">Filters of one process, the newest first.</param>
public sealed class FilterEvaluator(IReadOnlyList<SeccompFilter> filters)
{
    private readonly PathExplorer _explorer = new(filters);

    /// <summary>What is done with a call.</summary>
    /// <param name="architecture">Whose numbering.</param>
    /// <param name="number">The call's number; for x32 with or without bit 30.</param>
    /// <param name="known">What is known of its arguments, if anything.</param>
    public FilterVerdict Evaluate(Architecture architecture, int number, params ReadOnlySpan<KnownArgument> known)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var (paths, isComplete) = _explorer.Explore(SeccompNumber(architecture, number), architecture.Audit, known);
        return FilterVerdict.Of(paths, isComplete);
    }

    /// <summary>The number as a filter sees it.</summary>
    internal static int SeccompNumber(Architecture architecture, int number) => architecture == Architecture.X32 ? number | Syscalls.X32Bit : number;
}

/// <summary>What is known of one argument of a call.</summary>
/// <param name="Index">Which, 0 to 5.</param>
/// <param name="Mask">The bits that are known.</param>
/// <param name="Value">What they are.</param>
public readonly record struct KnownArgument(int Index, ulong Mask, ulong Value);

/// <summary>What a filter says of one call.</summary>
internal static class FilterAnswer
{
    /// <summary>Runs a filter on one call.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="architecture">In whose numbering the call is.</param>
    /// <param name="number">Its number; of x32 without bit 30.</param>
    /// <param name="arguments">Six.</param>
    public static FilterReturn Of(SeccompFilter filter, Architecture architecture, int number, ReadOnlySpan<ulong> arguments)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return Simulator.Run(filter, new SeccompData(FilterEvaluator.SeccompNumber(architecture, number), architecture.Audit, 0, SeccompData.Six.Of(arguments)));
    }
}
