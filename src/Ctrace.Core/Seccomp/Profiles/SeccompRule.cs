using System.Collections.Immutable;
using Ctrace.Core.Json;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What is done with some calls, in every architecture of the profile that has them.</summary>
/// <param name="Names">The calls. Runtimes pass over a name that they do not know.</param>
/// <param name="Action">What is done.</param>
/// <param name="Errno">The error that <see cref="SeccompAction.Errno"/> answers; without one it is EPERM.</param>
public sealed record SeccompRule(ImmutableArray<string> Names, SeccompAction Action, SeccompErrno Errno = default)
{
    /// <summary>
    /// Conditions on the arguments. All must hold, but two on one argument make runtimes take each for a rule of its own
    /// (runc, libcontainer/seccomp/seccomp_linux.go, matchCall): see <see cref="ResolvedProfile"/>.
    /// </summary>
    public ImmutableArray<SeccompArgument> Arguments { get; init; } = [];

    /// <summary>Why it is there; null for nothing.</summary>
    public string? Comment { get; init; }

    /// <summary>Where it holds.</summary>
    public RuleScope Includes { get; init; } = RuleScope.Empty;

    /// <summary>Where it does not.</summary>
    public RuleScope Excludes { get; init; } = RuleScope.Empty;

    /// <summary>What else is there.</summary>
    public ImmutableArray<UnknownField> Unknown { get; init; } = [];

    /// <summary>What the filter returns.</summary>
    public FilterReturn Return => Errno.With(Action);

    /// <summary>Whether it holds in these circumstances (moby/profiles, seccomp/seccomp_linux.go, setupSeccomp).</summary>
    public bool Applies(Circumstances circumstances) => !Excludes.Touches(circumstances) && Includes.Covers(circumstances);

    /// <summary>Same content.</summary>
    public bool Equals(SeccompRule? other) => other is not null && Names.SequenceEqual(other.Names) && Action == other.Action && Errno == other.Errno
        && Arguments.SequenceEqual(other.Arguments) && Comment == other.Comment && Includes.Equals(other.Includes) && Excludes.Equals(other.Excludes)
        && Unknown.SequenceEqual(other.Unknown);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Names.Length, Action, Errno, Arguments.Length, Comment);
}
