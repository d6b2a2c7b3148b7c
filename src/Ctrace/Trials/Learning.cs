using System.Text;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Ctrace.Files;

namespace Ctrace.Trials;

/// <summary>
/// Runs a container under what its trace allows, adds what was refused to the trace, and begins again. What the engine's own
/// default refuses as well is not learned: the container has to live with that without restrictions, too.
/// </summary>
/// <param name="trial">The container.</param>
/// <param name="restrictions">What restricts it.</param>
/// <param name="tell">Takes a line for the user, a round.</param>
internal sealed class Learning(Trial trial, Restrictions restrictions, Action<string> tell)
{
    /// <summary>Goes on until nothing more can be learned.</summary>
    /// <param name="trace">What was recorded so far.</param>
    /// <param name="tracefile">Where the trace is kept, after each round that adds to it.</param>
    /// <param name="rounds">The most rounds, from 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The trace, and its last run.</returns>
    public async Task<(Trace Trace, TrialResult Last)> RunAsync(Trace trace, string tracefile, int rounds, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var result = await trial.RunAsync(restrictions.Of(trace), cancellation);
            var more = LearnedTrace.Of(trace, result, restrictions.Arguments);
            tell($"round {round}: the container ended with {result.Status}; learned {LearnedTrace.Names(more)}");
            var merged = trace.Merge(more);
            if (round == rounds || !LearnedTrace.Allows(merged, trace))
            {
                return (trace, result);
            }

            trace = merged;
            AtomicFile.Write(tracefile, Encoding.ASCII.GetBytes(TracefileWriter.Write(trace)));
        }
    }
}
