using Ctrace.Core.Traces;
using Ctrace.Probes;

namespace Ctrace.Recordings;

/// <summary>Makes a trace of what a slot holds, with all that is known beside the counters.</summary>
internal static class SlotTrace
{
    /// <summary>All that was counted since the slot was taken; reading again later gives that and more.</summary>
    /// <param name="probe">Where the slot is.</param>
    /// <param name="snapshot">What the probe's hash maps held a moment ago.</param>
    /// <param name="index">The slot.</param>
    /// <param name="facts">What others know: the engine, the image, ...</param>
    public static Trace Read(TraceProbe probe, ProbeSnapshot snapshot, int index, IEnumerable<Fact> facts)
    {
        var trace = new TraceBuilder(NativeArchitecture.Current);
        probe.Read(index, trace, snapshot);
        // After its counters: what they hold of the container's own is later than the flag that says that it began.
        var slot = probe[index];
        foreach (var fact in facts)
        {
            trace.AddFact(fact.Key, fact.Value);
        }

        trace.AddFact(Fact.Kernel, KernelRelease.Current);
        trace.AddFact(Fact.CapabilityProbe, probe.CapabilityHook.Name);
        foreach (var scope in Scopes(slot, probe.Options))
        {
            trace.AddFact(Fact.Scope, scope);
        }

        // The flag was read when the container's own first program started: of a container that ran before, others must tell.
        if (slot.Flags.HasFlag(SlotFlags.Started) && !slot.IsPartial && !slot.Flags.HasFlag(SlotFlags.Command))
        {
            trace.AddFact(Fact.NoNewPrivileges, slot.Flags.HasFlag(SlotFlags.NoNewPrivileges) ? "true" : "false");
        }

        if (IsRuntimeAlone(slot))
        {
            trace.AddFact(Fact.Program, Fact.NeverExecuted);
        }

        // Of a container that ran before, and of calls that were made before the filter's exits were watched, not all is known.
        if (probe.Options.Refusals)
        {
            trace.AddFact(Fact.Refusals, slot.IsPartial ? Fact.RefusalsIncomplete : Fact.RefusalsRecorded);
        }

        if (slot.Unknown > 0)
        {
            trace.AddFact(Fact.UnknownSyscalls, "true");
        }

        if (slot.Missed)
        {
            trace.AddFact(Fact.Missed, "true");
        }

        return trace.Build();
    }

    /// <summary>Whether nothing of the container's own, or of the command, was executed. One that ran before had begun.</summary>
    internal static bool IsRuntimeAlone(Slot slot) => !slot.Flags.HasFlag(SlotFlags.Started) && !slot.IsPartial;

    /// <summary>What part of its life was seen: values of the fact <see cref="Fact.Scope"/>.</summary>
    internal static IEnumerable<string> Scopes(Slot slot, ProbeOptions options)
    {
        if (slot.Flags.HasFlag(SlotFlags.Command))
        {
            yield return Scope.Command;
            if (slot.IsPartial)
            {
                yield return Scope.Partial;
            }

            yield break;
        }

        yield return slot.IsPartial ? Scope.Partial : Scope.Whole;
        if (slot.Flags.HasFlag(SlotFlags.Unconfined))
        {
            yield return Scope.Unconfined;
        }

        if (options.Runtime)
        {
            yield return Scope.Runtime;
        }
    }
}
