using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>An entry of archMap: what is filtered beside a machine's own interface, on such a machine.</summary>
/// <param name="Native">The machine's: SCMP_ARCH_X86_64.</param>
/// <param name="Others">Those beside it: SCMP_ARCH_X86.</param>
/// <param name="Unknown">What else the entry has.</param>
public sealed record ArchitectureGroup(string Native, ImmutableArray<string> Others, ImmutableArray<UnknownField> Unknown)
{
    /// <summary>Same content.</summary>
    public bool Equals(ArchitectureGroup? other) =>
        other is not null && Native == other.Native && Others.SequenceEqual(other.Others) && Unknown.SequenceEqual(other.Unknown);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Native, Others.Length);
}
