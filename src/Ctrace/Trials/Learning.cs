using System.Text;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Seccomp;
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
            var more = Learned(trace, result);
            tell($"round {round}: the container ended with {result.Status}; learned {Names(more)}");
            var merged = trace.Merge(more);
            if (round == rounds || !Allows(merged, trace))
            {
                return (trace, result);
            }

            trace = merged;
            AtomicFile.Write(tracefile, Encoding.ASCII.GetBytes(TracefileWriter.Write(trace)));
        }
    }

    // What was learned before and is refused all the same, for another reason, would be learned for ever.
    private static bool Allows(Trace more, Trace trace) =>
        more.Syscalls.Count > trace.Syscalls.Count || more.Capabilities.Count > trace.Capabilities.Count
        || more.Arguments.Seen.Count > trace.Arguments.Seen.Count || more.Arguments.Any.Count > trace.Arguments.Any.Count;

    private Trace Learned(Trace trace, TrialResult result)
    {
        var learned = new TraceBuilder(trace.Architecture);
        foreach (var calls in result.Unexpected.Where(denial => !denial.IsByDefault).GroupBy(denial => denial.Syscall))
        {
            learned.AddSyscall(calls.Key, (ulong)calls.Sum(denial => (long)denial.Count));
            LearnArguments(learned, calls);
            learned.AddFact(Fact.Learned, $"{(trace.Syscalls.Contains(calls.Key) ? "arguments" : "syscall")} {calls.Key.Architecture} {calls.Key.Name}");
        }

        foreach (var checks in result.Restricted.GroupBy(denial => denial.Capability))
        {
            learned.AddCapability(checks.Key, granted: true, (ulong)checks.Sum(denial => (long)denial.Count));
            learned.AddFact(Fact.Learned, $"capability {checks.Key}");
        }

        // How the container is started, and that its files were recorded, is known of the trace already; without it the merge would make it unknown.
        foreach (var fact in trace.Facts.Where(fact => fact.Key is Fact.NoNewPrivileges or Fact.User or Fact.Files or Fact.Refusals))
        {
            learned.AddFact(fact.Key, fact.Value);
        }

        var more = learned.Build();
        return more.IsEmpty ? new Trace(trace.Architecture) : more;
    }

    // Where a call is then allowed with any arguments, the next round sees none of them: better none are known of it.
    private void LearnArguments(TraceBuilder learned, IEnumerable<Denial> denials)
    {
        foreach (var denial in denials.Where(denial => restrictions.Arguments || DefaultConditions.Calls.Contains(denial.Syscall.Name)))
        {
            if (denial.Arguments is { } given)
            {
                learned.AddArguments(given.Syscall, given.Values, (ulong)denial.Count);
            }
            else if (DecidingArgument.Of(denial.Syscall.Name).Length > 0)
            {
                learned.AddAnyArguments(denial.Syscall);
            }
        }
    }

    private static string Names(Trace learned)
    {
        var names = learned.Syscalls.Keys.Select(call => call.Name).Concat(learned.Capabilities.Keys.Select(name => $"capability {name}"));
        return string.Join(", ", names) is { Length: > 0 } text ? text : "nothing";
    }
}
