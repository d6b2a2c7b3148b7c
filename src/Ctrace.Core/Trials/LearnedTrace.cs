using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>
/// What a run under restrictions adds to the trace that they were made of, marked as learned. What the engine's own default refuses as well is not
/// learned: the container has to live with that without restrictions, too.
/// </summary>
internal static class LearnedTrace
{
    /// <summary>What is added; an empty trace when nothing is.</summary>
    /// <param name="trace">What the restrictions were made of.</param>
    /// <param name="result">The run.</param>
    /// <param name="arguments">Whether calls were allowed with recorded arguments alone.</param>
    public static Trace Of(Trace trace, TrialResult result, bool arguments)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(result);
        var learned = new TraceBuilder(trace.Architecture);
        AddCalls(learned, trace, result.Unexpected.Where(denial => !denial.IsByDefault).Select(denial => (denial.Syscall, denial.Arguments, (ulong)denial.Count)), arguments);
        foreach (var checks in result.Restricted.GroupBy(denial => denial.Capability))
        {
            learned.AddCapability(checks.Key, granted: true, (ulong)checks.Sum(denial => (long)denial.Count));
            learned.AddFact(Fact.Learned, $"capability {checks.Key}");
        }

        return Build(learned, trace);
    }

    /// <summary>The same of what the daemon saw refused: who accepts it says by name what he wants.</summary>
    /// <param name="trace">The trace, with what was refused.</param>
    /// <param name="refused">What of it is added.</param>
    public static Trace Of(Trace trace, IEnumerable<KeyValuePair<RefusedCall, Sighting>> refused)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var learned = new TraceBuilder(trace.Architecture);
        AddCalls(learned, trace, refused.Select(entry => (entry.Key.Syscall, entry.Key.Arguments, entry.Value.Count)), arguments: true);
        return Build(learned, trace);
    }

    private static void AddCalls(TraceBuilder learned, Trace trace, IEnumerable<(SyscallName Call, CallArguments? Given, ulong Count)> refused, bool arguments)
    {
        foreach (var calls in refused.GroupBy(one => one.Call))
        {
            learned.AddSyscall(calls.Key, calls.Aggregate(0UL, (sum, one) => sum + one.Count));
            AddArguments(learned, calls, arguments);
            learned.AddFact(Fact.Learned, $"{(trace.Syscalls.Contains(calls.Key) ? "arguments" : "syscall")} {calls.Key.Architecture} {calls.Key.Name}");
        }
    }

    private static Trace Build(TraceBuilder learned, Trace trace)
    {
        // How the container is started, and that its files were recorded, is known of the trace already; without it the merge would make it unknown.
        foreach (var fact in trace.Facts.Where(fact => fact.Key is Fact.NoNewPrivileges or Fact.User or Fact.Files or Fact.Refusals or Fact.Life))
        {
            learned.AddFact(fact.Key, fact.Value);
        }

        var more = learned.Build();
        return more.IsEmpty ? new Trace(trace.Architecture) : more;
    }

    /// <summary>Whether a trace allows more than another: what was learned before and is refused all the same, for another reason, would be learned for ever.</summary>
    public static bool Allows(Trace more, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(more);
        ArgumentNullException.ThrowIfNull(trace);
        return more.Syscalls.Count > trace.Syscalls.Count || more.Capabilities.Count > trace.Capabilities.Count
            || more.Arguments.Seen.Count > trace.Arguments.Seen.Count || more.Arguments.Any.Count > trace.Arguments.Any.Count;
    }

    /// <summary>The names of what was learned, for a line; <c>nothing</c>.</summary>
    public static string Names(Trace learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        var names = learned.Syscalls.Keys.Select(call => call.Name).Concat(learned.Capabilities.Keys.Select(name => $"capability {name}"));
        return string.Join(", ", names) is { Length: > 0 } text ? text : "nothing";
    }

    // Where a call is then allowed with any arguments, the next round sees none of them: better none are known of it.
    private static void AddArguments(TraceBuilder learned, IEnumerable<(SyscallName Call, CallArguments? Given, ulong Count)> refused, bool arguments)
    {
        foreach (var (call, arrived, count) in refused.Where(one => arguments || DefaultConditions.Calls.Contains(one.Call.Name)))
        {
            if (arrived is { } given)
            {
                learned.AddArguments(given.Syscall, given.Values, count);
            }
            else if (DecidingArgument.Of(call.Name).Length > 0)
            {
                learned.AddAnyArguments(call);
            }
        }
    }
}
