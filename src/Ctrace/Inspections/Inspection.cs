using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Inspections;

/// <summary>What is in force for a process: what /proc tells, its filters, and what they do with every call.</summary>
/// <param name="Security">What /proc tells.</param>
/// <param name="Filters">The newest first.</param>
/// <param name="Calls">By architecture, in the order in which they are shown.</param>
internal sealed record Inspection(
    ProcessSecurity Security, ImmutableArray<SeccompFilter> Filters, ImmutableArray<(Architecture Architecture, ImmutableArray<EvaluatedCall> Verdicts)> Calls)
{
    /// <summary>Looks at a process.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="architectures">Whose calls are asked of.</param>
    /// <exception cref="Core.CtraceException">NoInput, Permission, Unavailable.</exception>
    public static Inspection Of(int process, IEnumerable<Architecture> architectures)
    {
        var security = ProcessFiles.Read(process);

        // Reading filters takes rights that the rest does not.
        ImmutableArray<SeccompFilter> filters = security.SeccompMode == 2 ? FilterDump.Read(process) : [];
        var evaluator = new FilterEvaluator(filters);
        return new Inspection(security, filters,
            filters.IsEmpty ? [] : [.. architectures.Select(architecture => (architecture, EvaluatedCall.All(evaluator, architecture)))]);
    }
}
