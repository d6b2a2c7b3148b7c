using Ctrace.Probes;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Recordings;

/// <summary>Waits for what happens to one container, by looking at its slot.</summary>
internal sealed class ContainerWait(TraceProbe probe)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

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

    /// <summary>Gives back the slots of all containers but one.</summary>
    public void ReleaseOthers(string? id) => probe.Release([.. probe.InUse().Where(slot => slot.ContainerId != id).Select(slot => slot.Index)]);
}
