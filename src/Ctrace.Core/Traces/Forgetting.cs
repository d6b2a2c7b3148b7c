namespace Ctrace.Core.Traces;

/// <summary>Leaves out of a trace what was last seen long ago. What nobody noted a time of stays.</summary>
internal sealed class Forgetting
{
    private Forgetting(Trace kept, IReadOnlyList<(string Name, long Last)> left, int unknown) => (Kept, Left, Unknown) = (kept, left, unknown);

    /// <summary>The trace without it.</summary>
    public Trace Kept { get; }

    /// <summary>What was left out, with when it was seen last: calls, those of another interface with its name, and capabilities with CAP_. Sorted.</summary>
    public IReadOnlyList<(string Name, long Last)> Left { get; }

    /// <summary>How many calls and capabilities stay because nobody noted when they were seen last.</summary>
    public int Unknown { get; }

    /// <summary>Works it out.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="since">In seconds since 1970: what was seen then or later stays.</param>
    public static Forgetting Of(Trace trace, long since)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var calls = trace.Syscalls.Keys.Where(call => trace.SyscallsLast[call] < since).ToHashSet();
        // What has to be held is needed, whoever asked the kernel for it last.
        var held = trace.Held.Select(entry => entry.Key.Name.Name).ToHashSet(StringComparer.Ordinal);
        var capabilities = trace.Capabilities.Keys.Where(name => trace.CapabilitiesLast[name] < since && !held.Contains(name)).ToHashSet(StringComparer.Ordinal);
        var kept = trace.WithoutCalls(calls.Contains) with
        {
            Capabilities = Counts<string>.Create(trace.Capabilities.Where(entry => !capabilities.Contains(entry.Key))),
            CapabilityCallers = trace.CapabilityCallers.Of(name => !capabilities.Contains(name)),
            CapabilitiesLast = trace.CapabilitiesLast.Only(name => !capabilities.Contains(name)),
        };
        var left = calls.Select(call => (call.Architecture == trace.Architecture ? call.Name : $"{call.Architecture}:{call.Name}", trace.SyscallsLast[call]!.Value))
            .Concat(capabilities.Select(name => ($"CAP_{name.ToUpperInvariant()}", trace.CapabilitiesLast[name]!.Value)));
        return new Forgetting(kept, [.. left.OrderBy(one => one.Item1, StringComparer.Ordinal)],
            trace.Syscalls.Keys.Count(call => trace.SyscallsLast[call] is null) + trace.Capabilities.Keys.Count(name => trace.CapabilitiesLast[name] is null && !held.Contains(name)));
    }
}
