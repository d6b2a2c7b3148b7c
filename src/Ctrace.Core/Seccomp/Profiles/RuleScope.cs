using System.Collections.Immutable;
using Ctrace.Core.Json;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Where a rule holds (includes), or does not (excludes): moby/profiles, seccomp/seccomp.go, Filter.</summary>
/// <param name="Architectures">As Go calls them: amd64.</param>
/// <param name="Capabilities">As engines call them: CAP_SYS_ADMIN. Another spelling matches nothing.</param>
/// <param name="Kernel">From this version on; two numbers.</param>
public sealed record RuleScope(ImmutableArray<string> Architectures, ImmutableArray<string> Capabilities, Version? Kernel)
{
    /// <summary>Says nothing.</summary>
    public static RuleScope Empty { get; } = new([], [], null);

    /// <summary>What else is there.</summary>
    public ImmutableArray<UnknownField> Unknown { get; init; } = [];

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Architectures.IsEmpty && Capabilities.IsEmpty && Kernel is null && Unknown.IsEmpty;

    /// <summary>Whether all that it asks for is there: one of the architectures, each capability, the kernel.</summary>
    public bool Covers(Circumstances circumstances)
    {
        ArgumentNullException.ThrowIfNull(circumstances);
        return (Architectures.IsEmpty || Architectures.Contains(circumstances.GoArchitecture))
            && Capabilities.All(circumstances.Has)
            && (Kernel is null || circumstances.Kernel >= Kernel);
    }

    /// <summary>Whether any of what it names is there.</summary>
    public bool Touches(Circumstances circumstances)
    {
        ArgumentNullException.ThrowIfNull(circumstances);
        return Architectures.Contains(circumstances.GoArchitecture)
            || Capabilities.Any(circumstances.Has)
            || (Kernel is not null && circumstances.Kernel >= Kernel);
    }

    /// <summary>Same content.</summary>
    public bool Equals(RuleScope? other) => other is not null && Architectures.SequenceEqual(other.Architectures)
        && Capabilities.SequenceEqual(other.Capabilities) && Kernel == other.Kernel && Unknown.SequenceEqual(other.Unknown);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Architectures.Length, Capabilities.Length, Kernel);
}
