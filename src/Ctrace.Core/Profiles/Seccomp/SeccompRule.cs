using System.Collections.Immutable;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>What is done with some calls, in every architecture of the profile that has them.</summary>
/// <param name="Names">The calls, sorted ordinally. At least one.</param>
/// <param name="Action">What is done.</param>
/// <param name="ErrnoReturn">The error that <see cref="SeccompAction.Errno"/> answers; null leaves it to the runtime (EPERM).</param>
public sealed record SeccompRule(ImmutableArray<string> Names, SeccompAction Action, int? ErrnoReturn = null);
