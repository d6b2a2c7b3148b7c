using Ctrace.Cgroups;

namespace Ctrace.Probes;

/// <summary>The kernel side of whatever shows capability checks one by one: bpf/capabilities.bpf.c.</summary>
internal static class CapabilityChecks
{
    /// <summary>The programs of bpf/executed.h.</summary>
    public static IReadOnlyList<string> Executed { get; } = ["on_executed", "on_handed_on"];

    /// <summary>Loads and attaches it.</summary>
    /// <param name="target">Whom to show.</param>
    /// <param name="unaudited">Whether checks that nobody audits are shown as well.</param>
    /// <param name="executed">Whether programs are named as they were executed: for a container that is yet to start.</param>
    /// <param name="bufferBytes">The ring's size: a power of two.</param>
    public static ViewProbe Attach(Target target, bool unaudited, bool executed, uint bufferBytes) =>
        ViewProbe.AttachWithCapabilities("capabilities", target, events: true, executed ? Executed : [], opened =>
        {
            opened.SetConstants(".rodata", new CapabilitySettingsLayout
            {
                Target = target.Layout(CgroupLayout.Detect()),
                Unaudited = unaudited ? 1u : 0,
                Executed = executed ? 1u : 0,
            });
            opened.SetEntries("events", bufferBytes);
        });
}
