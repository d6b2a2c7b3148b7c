using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What a filter says of one call.</summary>
public static class FilterAnswer
{
    /// <summary>Runs it.</summary>
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
