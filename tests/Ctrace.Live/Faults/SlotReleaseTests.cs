using Ctrace.Cgroups;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>Containers start, in one hierarchy after the other, while slots are given back: none that is free has a cgroup that leads to it.</summary>
[WholeMachine]
public sealed class SlotReleaseTests
{
    private const int Rounds = 20, Starts = 150;

    [LiveFact]
    public void NoCgroupLeadsToAFreeSlot()
    {
        var layout = CgroupLayout.Detect();
        string[] parents = [.. new[] { layout.V1Mount, layout.V2Mount }.OfType<string>().Select(mount => Path.Combine(mount, $"ctrace-release-{Environment.ProcessId}"))];
        using var probe = TraceProbe.Attach(new ProbeOptions { Slots = 256 });
        Array.ForEach(parents, parent => Directory.CreateDirectory(parent));
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var maker = new Thread(() => Start(parents));
                maker.Start();
                while (maker.IsAlive)
                {
                    Release(probe);
                }

                maker.Join();
                Release(probe);
                // The containers still run; nobody has asked for them.
                Assert.Empty(probe.Places);
                RemoveAll(parents);
            }
        }
        finally
        {
            RemoveAll(parents);
            Array.ForEach(parents, Directory.Delete);
        }
    }

    private static void Release(TraceProbe probe) => probe.Release([.. probe.InUse().Select(slot => slot.Index)]);

    /// <summary>As a runtime does it: a directory in one hierarchy, then in the other.</summary>
    private static void Start(string[] parents)
    {
        for (var start = 1; start <= Starts; start++)
        {
            foreach (var parent in parents)
            {
                Directory.CreateDirectory(Path.Combine(parent, start.ToString("x64")));
                Thread.SpinWait(start * 20);
            }
        }
    }

    private static void RemoveAll(string[] parents) => Array.ForEach(parents, parent => Array.ForEach(Directory.GetDirectories(parent), Directory.Delete));
}
