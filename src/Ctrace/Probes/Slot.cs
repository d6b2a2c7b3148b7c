namespace Ctrace.Probes;

/// <summary>One traced container as the probe sees it.</summary>
/// <param name="Index">Its place.</param>
/// <param name="State">Whether its cgroup still exists.</param>
/// <param name="Flags">What was seen of it.</param>
/// <param name="Name">Its cgroup directory's name.</param>
/// <param name="ContainerId">64 hexadecimal digits, or null where the name holds none (a command).</param>
/// <param name="Unknown">Calls with a number that no kernel has.</param>
/// <param name="Missed">Whether the probe missed events, of whichever container, since the slot was taken.</param>
internal sealed record Slot(int Index, SlotState State, SlotFlags Flags, string Name, string? ContainerId, ulong Unknown, bool Missed)
{
    /// <summary>Whether the container ran before the probe came, so that its beginning is missing.</summary>
    public bool IsPartial => Flags.HasFlag(SlotFlags.RanBefore);
}
