using Ctrace.Cgroups;
using Ctrace.Core;

namespace Ctrace.Probes;

/// <summary>bpf/capabilities.bpf.c: an event for each capability check.</summary>
internal sealed class CapabilitiesProbe : ViewProbe
{
    private CapabilitiesProbe(LoadedProbe loaded, Target target)
        : base(loaded, target)
    {
    }

    /// <summary>Loads and attaches it.</summary>
    /// <param name="target">Whom to show.</param>
    /// <param name="unaudited">Whether checks that nobody audits are shown as well.</param>
    /// <param name="executed">Whether programs are named as they were executed: for a container that is yet to start.</param>
    /// <param name="bufferBytes">The ring's size: a power of two.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static CapabilitiesProbe Attach(Target target, bool unaudited, bool executed, uint bufferBytes)
    {
        var spec = new ProbeSpec("capabilities")
        {
            Programs = [.. target.Programs, .. executed ? Executions : []],
            Constants = ProbeSpec.BytesOf(new CapabilitySettingsLayout
            {
                Target = target.Layout(CgroupLayout.Detect()),
                Unaudited = unaudited ? 1u : 0,
                Executed = executed ? 1u : 0,
            }),
            Entries = [.. EventEntries(bufferBytes)],
        };
        return ProbeLoader.Attach(spec.ForEachKernel(seesCapabilities: true), loaded => new CapabilitiesProbe(loaded, target));
    }
}
