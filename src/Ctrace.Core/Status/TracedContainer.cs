namespace Ctrace.Core.Status;

/// <summary>A container that is being traced.</summary>
/// <param name="Name">As the engine calls it.</param>
/// <param name="Id">64 hexadecimal digits.</param>
/// <param name="Tracefile">Its tracefile in the data directory.</param>
/// <param name="Scope">What part of its life is seen: whole, partial, unconfined, runtime.</param>
/// <param name="Calls">System calls counted so far.</param>
/// <param name="Syscalls">How many different ones.</param>
/// <param name="Capabilities">How many capabilities it has used.</param>
/// <param name="Lost">What could not be recorded of it.</param>
/// <param name="LastWrite">When its tracefile was written last; null when it has not been.</param>
internal sealed record TracedContainer(
    string Name, string Id, string Tracefile, IReadOnlyList<string> Scope, ulong Calls, int Syscalls, int Capabilities, ulong Lost, DateTimeOffset? LastWrite)
{
    /// <summary>The profile that it is held against; empty for none.</summary>
    public string Profile { get; init; } = "";

    /// <summary>The calls that the profile would have refused by now, by name.</summary>
    public IReadOnlyList<string> WouldRefuse { get; init; } = [];

    /// <summary>The calls that were refused, by name, where that is recorded. Those that look as if the kernel did not have them are not among them.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>What it did in the last seconds; null where the daemon does not tell.</summary>
    public ContainerActivity? Activity { get; init; }
}
