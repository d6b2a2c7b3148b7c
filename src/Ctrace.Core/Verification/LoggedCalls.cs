using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>The calls that a filter lets happen and has logged (SECCOMP_RET_LOG): what a profile that is being tried does not allow.</summary>
internal sealed class LoggedCalls
{
    private readonly SeccompFilter? _filter;

    private LoggedCalls(SeccompFilter? filter, IReadOnlySet<SyscallName> names) => (_filter, Names) = (filter, names);

    /// <summary>Of a filter that logs nothing, or of none.</summary>
    public static LoggedCalls None { get; } = new(null, new HashSet<SyscallName>());

    /// <summary>Calls that may be logged, depending on their arguments or not.</summary>
    public IReadOnlySet<SyscallName> Names { get; }

    /// <summary>Works out which they are.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="native">The machine's architecture.</param>
    public static LoggedCalls Of(SeccompFilter filter, Architecture native)
    {
        ArgumentNullException.ThrowIfNull(native);
        var evaluator = new FilterEvaluator([filter]);
        var calls = native.Family.SelectMany(architecture => EvaluatedCall.All(evaluator, architecture)).Where(call => !call.Verdict.IsComplete || call.Verdict.Outcomes.Any(MayLog));
        return new LoggedCalls(filter, calls.Select(call => SyscallName.Of(call.Architecture, call.Number)).ToHashSet());
    }

    /// <summary>Whether a call is logged that was given these six arguments.</summary>
    public bool IsLogged(Architecture architecture, int number, ReadOnlySpan<ulong> arguments)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return _filter is not null && FilterAnswer.Of(_filter, architecture, number, arguments).Action == SeccompAction.Log;
    }

    private static bool MayLog(FilterOutcome outcome) => outcome.Return is null or { Action: SeccompAction.Log };
}
