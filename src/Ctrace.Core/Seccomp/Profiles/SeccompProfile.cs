using System.Collections.Immutable;
using Ctrace.Core.Json;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// A seccomp profile as Docker, Podman and the OCI runtimes take it (runtime specification, config-linux.md, seccomp; with
/// archMap, includes and excludes of moby/profiles, and errno names of containers/common). Its rules hold in all of its
/// architectures alike: the format cannot say that a name is allowed in one only.
/// </summary>
/// <param name="DefaultAction">What is done with calls that no rule names.</param>
/// <param name="DefaultErrno">The error that a default of <see cref="SeccompAction.Errno"/> answers. Docker before 23 takes EPERM all the same.</param>
/// <param name="Rules">The rules, in their order.</param>
public sealed record SeccompProfile(SeccompAction DefaultAction, SeccompErrno DefaultErrno, ImmutableArray<SeccompRule> Rules)
{
    /// <summary>The interfaces that are filtered beside the machine's own: SCMP_ARCH_X86. A call in another kills its process.</summary>
    public ImmutableArray<string> Architectures { get; init; } = [];

    /// <summary>The same by machine, instead of <see cref="Architectures"/>.</summary>
    public ImmutableArray<ArchitectureGroup> ArchitectureMap { get; init; } = [];

    /// <summary>SECCOMP_FILTER_FLAG_*.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>The socket of the supervisor that SCMP_ACT_NOTIFY asks, or null.</summary>
    public string? ListenerPath { get; init; }

    /// <summary>What the supervisor is sent beside the descriptor, or null.</summary>
    public string? ListenerMetadata { get; init; }

    /// <summary>What else is there.</summary>
    public ImmutableArray<UnknownField> Unknown { get; init; } = [];

    /// <summary>What the filter returns for calls that no rule names.</summary>
    public FilterReturn Default => DefaultErrno.With(DefaultAction);

    /// <summary>Same content.</summary>
    public bool Equals(SeccompProfile? other) => other is not null && DefaultAction == other.DefaultAction && DefaultErrno == other.DefaultErrno
        && Rules.SequenceEqual(other.Rules) && Architectures.SequenceEqual(other.Architectures) && ArchitectureMap.SequenceEqual(other.ArchitectureMap)
        && Flags.SequenceEqual(other.Flags) && ListenerPath == other.ListenerPath && ListenerMetadata == other.ListenerMetadata
        && Unknown.SequenceEqual(other.Unknown);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(DefaultAction, DefaultErrno, Rules.Length, Architectures.Length, ArchitectureMap.Length);
}

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
