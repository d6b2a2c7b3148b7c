using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>One rule as a runtime hands it to libseccomp.</summary>
/// <param name="Name">The call.</param>
/// <param name="Return">What the filter returns.</param>
/// <param name="Arguments">Conditions that must all hold, no two on one argument; none for any call.</param>
public sealed record ResolvedRule(string Name, FilterReturn Return, ImmutableArray<SeccompArgument> Arguments)
{
    /// <summary>Same content.</summary>
    public bool Equals(ResolvedRule? other) =>
        other is not null && Name == other.Name && Return == other.Return && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Return, Arguments.Length);
}
