using Ctrace.Core.Linux;

namespace Ctrace.Core.Traces;

/// <summary>One thing that someone used.</summary>
/// <param name="Architecture">Of a call: in whose numbering; null for a capability.</param>
/// <param name="Name">The call's or the capability's.</param>
/// <param name="Caller">The program that made the call or used the capability.</param>
/// <param name="First">When first, in milliseconds after the recording began.</param>
/// <param name="Held">Of a capability that was not used but had to be held: what for.</param>
internal sealed record CallerRow(Architecture? Architecture, string Name, Caller Caller, ulong First, Holding? Held = null)
{
    /// <summary>When the call was made last, or the capability used, by whomever, in seconds since 1970; null when nobody noted it.</summary>
    public long? Last { get; init; }

    /// <summary>All that a trace knows, in the order in which it happened first.</summary>
    public static IReadOnlyList<CallerRow> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return
        [
            .. trace.SyscallCallers.Select(entry => new CallerRow(entry.Key.Name.Architecture, entry.Key.Name.Name, entry.Key.Caller, entry.Value) { Last = trace.SyscallsLast[entry.Key.Name] })
                .Concat(trace.CapabilityCallers.Select(entry => new CallerRow(null, entry.Key.Name, entry.Key.Caller, entry.Value) { Last = trace.CapabilitiesLast[entry.Key.Name] }))
                .Concat(trace.Held.Select(entry => new CallerRow(null, entry.Key.Name.Name, entry.Key.Caller, entry.Value, entry.Key.Name.For)))
                .OrderBy(row => row.First).ThenBy(row => row.Caller).ThenBy(row => row.Architecture is null).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Held),
        ];
    }

    /// <summary>Whether it is what a user calls so: a call, a capability with or without CAP_, or a program by its path or the last part of it.</summary>
    public bool IsCalled(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Name.Equals(Architecture is null && query.StartsWith("cap_", StringComparison.OrdinalIgnoreCase) ? query[4..] : query, StringComparison.OrdinalIgnoreCase)
            || (Caller.Kind == CallerKind.Program && (Caller.Path == query || ProgramName.ShortNames(Caller.Path).Contains(query)))
            || (Caller.Kind == CallerKind.Runtime && query == "runtime");
    }
}
