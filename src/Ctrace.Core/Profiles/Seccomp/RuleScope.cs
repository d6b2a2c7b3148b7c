using System.Collections.Immutable;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>Where a rule holds, or does not.</summary>
/// <param name="Architectures">As Go calls them.</param>
/// <param name="Capabilities">By name, lower case.</param>
/// <param name="Kernel">From this version on.</param>
public sealed record RuleScope(ImmutableArray<string> Architectures, ImmutableArray<string> Capabilities, Version? Kernel)
{
    /// <summary>Says nothing.</summary>
    public static RuleScope Empty { get; } = new([], [], null);

    /// <summary>Whether all that it asks for is there.</summary>
    public bool Covers(Circumstances circumstances) =>
        (Architectures.IsEmpty || Architectures.Contains(circumstances.GoArchitecture))
        && Capabilities.All(circumstances.Capabilities.Contains)
        && (Kernel is null || circumstances.Kernel >= Kernel);

    /// <summary>Whether any of what it names is there.</summary>
    public bool Touches(Circumstances circumstances) =>
        Architectures.Contains(circumstances.GoArchitecture)
        || Capabilities.Any(circumstances.Capabilities.Contains)
        || (Kernel is not null && circumstances.Kernel >= Kernel);
}
