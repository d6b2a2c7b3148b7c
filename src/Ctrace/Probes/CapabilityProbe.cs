namespace Ctrace.Probes;

/// <summary>What of the kernel shows capability checks, the best first.</summary>
internal sealed record CapabilityProbe(string Name, string Needs, string[] Programs)
{
    /// <summary>All, in the order in which they are tried.</summary>
    public static IReadOnlyList<CapabilityProbe> All { get; } =
    [
        new("tracepoint", "Linux 6.14", ["on_capability"]),
        new("fexit", "Linux 5.5, BPF trampolines, no lockdown", ["on_capability_exit"]),
        new("kprobe", "CONFIG_KPROBES, no lockdown", ["on_capability_kprobe", "on_capability_kretprobe"]),
    ];
}
