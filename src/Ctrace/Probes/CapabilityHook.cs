namespace Ctrace.Probes;

/// <summary>A place in the kernel at which a probe sees capability checks.</summary>
/// <param name="Name">What kind of place it is.</param>
/// <param name="Needs">The first kernel that has it, and what else it needs.</param>
/// <param name="Programs">The programs to attach.</param>
/// <param name="IsInside">
/// Whether it stands in the kernel's function: it sees the check also where the compiler has made the function a part of who asks, and is told
/// nothing of what is not audited.
/// </param>
internal sealed record CapabilityHook(string Name, string Needs, string[] Programs, bool IsInside = false)
{
    /// <summary>All, the best first.</summary>
    public static IReadOnlyList<CapabilityHook> All { get; } =
    [
        new("tracepoint", "Linux 6.14", ["on_capability"], IsInside: true),
        new("fexit", "Linux 5.5, BPF trampolines, no lockdown", ["on_capability_exit"]),
        new("kprobe", "CONFIG_KPROBES, no lockdown", ["on_capability_kprobe", "on_capability_kretprobe"]),
    ];
}
