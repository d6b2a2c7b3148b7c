namespace Ctrace.Core.Traces;

/// <summary>One thing that a container was refused, or would have been.</summary>
/// <param name="Tracefile">Where it stands.</param>
/// <param name="First">When first, in seconds since 1970; null when nobody noted it.</param>
/// <param name="Profile">The profile that would have refused it; null where it was refused.</param>
/// <param name="Name">The call; of another interface than the machine's with its name; or a capability, with CAP_.</param>
/// <param name="Given">What decides of its arguments, or nothing.</param>
/// <param name="Answer">What was or would have been answered.</param>
/// <param name="Count">How often.</param>
/// <param name="Caller">Who asked, of several the first.</param>
internal sealed record RefusedRow(string Tracefile, long? First, string? Profile, string Name, string Given, string Answer, ulong Count, Caller Caller)
{
    /// <summary>Whether the answer is that the kernel has no such call: its callers go on with another.</summary>
    public bool IsDisguised => Answer == "errno:ENOSYS";

    /// <summary>All of a tracefile. What a container lacked by its own doing (another user, capabilities given up) is not among them.</summary>
    public static IEnumerable<RefusedRow> Of(string tracefile, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var noted = trace.Refused.Where(entry => !entry.Key.IsForeseen).Select(entry => (entry.Key.Syscall, entry.Key.Arguments)).ToHashSet();
        return trace.Refused.Select(entry => new RefusedRow(tracefile, entry.Value.First, entry.Key.IsForeseen ? entry.Key.Profile : null, Shown(entry.Key.Syscall, trace), Values(entry.Key.Arguments), entry.Key.Answer, entry.Value.Count, entry.Key.Caller))
            .Concat(trace.Refusals.Calls.Where(entry => !noted.Contains((entry.Key.Outcome.Syscall, entry.Key.Arguments)))
                .Select(entry => new RefusedRow(tracefile, null, null, Shown(entry.Key.Outcome.Syscall, trace), Values(entry.Key.Arguments),
                    $"errno:{Linux.Errno.Name(entry.Key.Outcome.Errno) ?? $"{entry.Key.Outcome.Errno}"}", entry.Value, entry.Key.Caller)))
            .Concat(trace.Refusals.Capabilities.Where(entry => !entry.Key.IsOwn)
                .Select(entry => new RefusedRow(tracefile, null, null, $"CAP_{entry.Key.Capability.ToUpperInvariant()}", "", "not held", entry.Value, entry.Key.Caller)));
    }

    private static string Shown(SyscallName call, Trace trace) => call.Architecture == trace.Architecture ? call.Name : $"{call.Architecture}:{call.Name}";

    private static string Values(CallArguments? arguments) => arguments is null ? "" : string.Join(',', arguments.Values.Select(value => $"0x{value:x}"));
}
