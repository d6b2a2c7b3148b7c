using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>Whether filters let calls be made, by name.</summary>
/// <param name="filters">Filters of one process, the newest first.</param>
internal sealed class FilterAccess(IReadOnlyList<SeccompFilter> filters)
{
    private readonly FilterEvaluator _evaluator = new(filters);
    private readonly Dictionary<(Architecture, string), FilterVerdict?> _verdicts = [];

    /// <summary>What they do with a call of an interface; null when it has none of that name.</summary>
    public FilterVerdict? Verdict(Architecture architecture, string name)
    {
        if (!_verdicts.TryGetValue((architecture, name), out var verdict))
        {
            verdict = Syscalls.Number(architecture, name) is { } number ? _evaluator.Evaluate(architecture, number) : null;
            _verdicts[(architecture, name)] = verdict;
        }

        return verdict;
    }

    /// <summary>Whether the call may be made; refused where the interface has none of that name.</summary>
    public CallAccess Of(Architecture architecture, string name) => Verdict(architecture, name) switch
    {
        { AlwaysRuns: true } => CallAccess.Allowed,
        { CanRun: true } => CallAccess.Conditional,
        _ => CallAccess.Refused,
    };
}
