using Ctrace.Cgroups;
using Ctrace.Core.Status;
using Ctrace.Probes;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Recordings;

/// <summary>All containers of the machine, counted by the daemon's probe without a daemon: nothing of it is written anywhere.</summary>
internal sealed class WatchedContainers : IDisposable
{
    private readonly TraceProbe _probe;
    private readonly Dictionary<int, (string Id, ActivityMeter Activity)> _watched = [];

    private WatchedContainers(TraceProbe probe) => _probe = probe;

    /// <summary>Attaches the probe, and takes up what runs.</summary>
    /// <param name="failures">Whether denied calls are recorded too, which makes each call of the host slower.</param>
    /// <exception cref="Core.CtraceException">Permission or Unavailable: the kernel does not take the probe.</exception>
    public static WatchedContainers Attach(bool failures)
    {
        var watched = new WatchedContainers(TraceProbe.Attach(new ProbeOptions { Failures = failures }));
        watched._probe.CountsPrograms = true;
        foreach (var cgroup in CgroupDirectory.OfContainers(CgroupLayout.Detect()).Values)
        {
            _ = RunningContainer.TakeUp(watched._probe, cgroup, out _);
        }

        return watched;
    }

    /// <summary>The containers that there are, named by their ids.</summary>
    public IReadOnlyList<TopRow> Look()
    {
        var (rows, over, snapshot) = (new List<TopRow>(), new List<int>(), _probe.Snapshot());
        foreach (var slot in _probe.InUse())
        {
            if (slot.ContainerId is not { } id || (slot.State == SlotState.Ended && _probe.TryClose(slot.Index)))
            {
                over.Add(slot.Index);
                _watched.Remove(slot.Index);
                continue;
            }

            if (!_watched.TryGetValue(slot.Index, out var one) || one.Id != id)
            {
                _watched[slot.Index] = one = (id, new ActivityMeter(_probe.Options.Failures));

                // The first reading of all takes long, which would count as time in which nothing was called.
                _ = SlotTrace.Read(_probe, snapshot, slot.Index, []);
            }

            var now = Stopwatch.GetElapsedTime(0);
            var trace = SlotTrace.Read(_probe, snapshot, slot.Index, []);
            one.Activity.Add(trace, _probe.ProgramCalls(slot.Index, snapshot), now);
            rows.Add(new TopRow(id[..12], id, trace.Syscalls.Aggregate(0UL, (sum, call) => sum + call.Value), one.Activity.Now, ""));
        }

        _probe.Release(over);
        return rows;
    }

    /// <summary>The most containers that can be watched at once.</summary>
    public int Slots => _probe.Slots;

    /// <summary>Whether denied calls are recorded.</summary>
    public bool HasDeniedCalls => _probe.Options.Failures;

    /// <inheritdoc />
    public void Dispose() => _probe.Dispose();
}
