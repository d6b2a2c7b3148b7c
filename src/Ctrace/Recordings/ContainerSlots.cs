using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Recordings;

/// <summary>The slots of containers that are recorded one at a time: found, waited for, and read.</summary>
/// <param name="probe">Where the slots are.</param>
internal sealed class ContainerSlots(TraceProbe probe)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RemovalTakes = TimeSpan.FromSeconds(10);

    /// <summary>The failure of a container that found no free slot.</summary>
    public CtraceException NotTraced => new(FailureKind.Unavailable, $"the container was not traced: all {probe.Slots} slots were in use", "--slots gives more");

    /// <summary>The slot of a container.</summary>
    public Slot? Find(string id) => probe.InUse().FirstOrDefault(slot => slot.ContainerId == id);

    /// <summary>Waits until its cgroup is gone, at most for a time.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> EndAsync(int slot, TimeSpan limit, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (probe[slot].State == SlotState.Live)
        {
            if (cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(start) >= limit)
            {
                return false;
            }

            try
            {
                await Task.Delay(Glance, cancellation);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits for the cgroup of a container that has ended to be removed.</summary>
    public Task<bool> RemovalAsync(int slot, CancellationToken cancellation) => EndAsync(slot, RemovalTakes, cancellation);

    /// <summary>The trace of what a slot holds.</summary>
    /// <param name="slot">Which one.</param>
    /// <param name="facts">What others know of the container.</param>
    public Trace Read(int slot, IEnumerable<Fact> facts) => SlotTrace.Read(probe, probe.Snapshot(), slot, facts);

    /// <summary>The same of a container with data directories.</summary>
    /// <param name="slot">Which one.</param>
    /// <param name="facts">What others know of the container.</param>
    /// <param name="data">What its data directories held.</param>
    public Trace Read(int slot, IEnumerable<Fact> facts, DataState data)
    {
        var trace = Read(slot, facts);
        return trace with { Life = trace.Life.WithData(data) };
    }

    /// <summary>Gives back the slots of all containers but one.</summary>
    public void ReleaseOthers(string? id) => probe.Release([.. probe.InUse().Where(slot => slot.ContainerId != id).Select(slot => slot.Index)]);
}
