using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>
/// A seccomp profile as Docker, Podman and the OCI runtimes take it. Its rules hold in all of its architectures alike: the
/// format cannot say that a name is allowed in one only.
/// </summary>
/// <param name="DefaultAction">What is done with calls that no rule names.</param>
/// <param name="DefaultErrnoReturn">The error that a default of <see cref="SeccompAction.Errno"/> answers.</param>
/// <param name="Architectures">The interfaces that are filtered, native first. A call in another kills its process.</param>
/// <param name="Rules">The rules. No name is in two.</param>
public sealed record SeccompProfile(
    SeccompAction DefaultAction, int DefaultErrnoReturn, ImmutableArray<Architecture> Architectures, ImmutableArray<SeccompRule> Rules);
