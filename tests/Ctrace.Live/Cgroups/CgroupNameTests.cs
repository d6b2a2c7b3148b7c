using Ctrace.Cgroups;
using Ctrace.Probes;
using Ctrace.Tests.Cgroups;
using Xunit;

namespace Ctrace.Live.Cgroups;

/// <summary>The kernel side's rule for names, held against the program's (CgroupName): both are given the same.</summary>
[WholeMachine]
public sealed class CgroupNameTests
{
    [LiveFact]
    public void TheKernelSideTellsContainersByTheSameNames()
    {
        using var probe = TraceProbe.Attach(new ProbeOptions { Slots = 64 });
        var layout = CgroupLayout.Detect();
        var parent = Directory.CreateDirectory(Path.Combine(layout.V2Mount ?? layout.V1Mount!, $"ctrace-names-{Environment.ProcessId}"));
        try
        {
            foreach (var name in CgroupNames.Containers.Concat(CgroupNames.Others))
            {
                var directory = parent.CreateSubdirectory(name);
                // Containers of others may come and go meanwhile; a name is kept up to its 127th byte.
                var found = probe.InUse().Where(slot => name.StartsWith(slot.Name, StringComparison.Ordinal)).ToArray();
                directory.Delete();
                probe.Release([.. found.Select(slot => slot.Index)]);
                var expected = CgroupNames.Containers.Contains(name) ? $"{name}: {CgroupNames.Id}" : $"{name}: ";
                Assert.Equal(expected, $"{name}: {string.Join(' ', found.Select(slot => slot.ContainerId))}");
            }
        }
        finally
        {
            parent.Delete();
        }
    }
}
