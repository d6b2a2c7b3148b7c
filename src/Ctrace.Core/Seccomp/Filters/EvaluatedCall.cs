using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What filters do with one call of one architecture.</summary>
/// <param name="Architecture">Whose numbering.</param>
/// <param name="Number">The call's number; for x32 without bit 30.</param>
/// <param name="Name">Its name; null for a number that has none.</param>
/// <param name="Verdict">What is done with it.</param>
internal sealed record EvaluatedCall(Architecture Architecture, int Number, string? Name, FilterVerdict Verdict)
{
    /// <summary>What filters do with every call of an architecture, by number, and with the first number behind them all.</summary>
    /// <param name="evaluator">The filters.</param>
    /// <param name="architecture">Whose calls.</param>
    public static ImmutableArray<EvaluatedCall> All(FilterEvaluator evaluator, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        var calls = Syscalls.All(architecture);
        var next = calls[^1].Number + 1;
        return [.. calls.Select(call => ((int, string?))call).Append((next, null))
            .Select(call => new EvaluatedCall(architecture, call.Item1, call.Item2, evaluator.Evaluate(architecture, call.Item1)))];
    }
}
