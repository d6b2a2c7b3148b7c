using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Scores;

/// <summary>A call, here and under Docker's default.</summary>
/// <param name="Name">The call.</param>
/// <param name="Own">Whether the subject may make it.</param>
/// <param name="Usual">Whether a container that was started without options may.</param>
public sealed record CallStanding(string Name, CallAccess Own, CallAccess Usual);
