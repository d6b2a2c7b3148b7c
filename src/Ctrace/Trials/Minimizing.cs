using Ctrace.Core;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;

namespace Ctrace.Trials;

/// <summary>Takes a trace's capabilities away, one at a time, and what follows from it, and gives back those without which the container does not work.</summary>
/// <param name="trial">The container.</param>
/// <param name="restrictions">What restricts it.</param>
/// <param name="tell">Takes a line for the user, a capability.</param>
internal sealed class Minimizing(Trial trial, Restrictions restrictions, Action<string> tell)
{
    /// <summary>Tries all of them.</summary>
    /// <returns>Those that are needed, sorted, and the last run with just those.</returns>
    /// <exception cref="CtraceException">Found: the container does not work with all of them either.</exception>
    public async Task<(IReadOnlyList<string> Needed, TrialResult Last)> RunAsync(Trace trace, CancellationToken cancellation)
    {
        var last = await trial.RunAsync(restrictions.Of(trace), cancellation);
        if (!last.Works)
        {
            throw new CtraceException(FailureKind.Found, $"the container does not work under its profile, with no capability taken away yet: {Outcome(last)}{Refused(last)}",
                "make it work first: ctrace verify --learn, or another --check");
        }

        var maySuffice = LesserCapability.MaySuffice(trace);
        foreach (var capability in trace.NeededCapabilities.ToList())
        {
            var less = trace.WithoutCapability(capability);
            var without = await trial.RunAsync(restrictions.Of(less), cancellation);
            tell(without.Works ? $"{capability}: not needed" : $"{capability}: needed, for without it {Outcome(without)}");
            if (without.Works)
            {
                (trace, last) = (less, without);
            }
            else if (capability == LesserCapability.Used && maySuffice)
            {
                var lesser = LesserCapability.Replace(trace);
                var with = await trial.RunAsync(restrictions.Of(lesser), cancellation);
                tell(with.Works ? $"{capability}: {LesserCapability.Lesser} is enough" : $"{capability}: {LesserCapability.Lesser} is not enough, for with it {Outcome(with)}");
                if (with.Works)
                {
                    (trace, last) = (lesser, with);
                }
            }
        }

        var kin = Kin.Of(trace);
        if (!restrictions.Exact && !kin.Calls.IsEmpty)
        {
            var exact = await trial.RunAsync(restrictions.Of(trace, Kin.None), cancellation);
            var names = string.Join(", ", kin.Names);
            tell(exact.Works ? $"kin ({names}): not needed in this run (--exact leaves them out)" : $"kin ({names}): needed, for without them {Outcome(exact)}");
            last = exact.Works ? exact : last;
        }

        return ([.. trace.NeededCapabilities], last);
    }

    private static string Refused(TrialResult run)
    {
        var names = run.Unexpected.Select(denial => denial.Syscall.Name).Concat(run.Restricted.Select(denial => $"CAP_{denial.Capability.ToUpperInvariant()}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count > 0 ? $"; refused: {string.Join(", ", names)}" : "; nothing that the recording had was refused";
    }

    private static string Outcome(TrialResult run) => !run.Executed ? "its program is not executed" : run.Check is { } check ? $"its check ends with {check}" : $"it ends with {run.Status}";
}
