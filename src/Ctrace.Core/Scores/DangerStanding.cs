using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Scores;

/// <summary>A dangerous call or capability, here and under Docker's default.</summary>
/// <param name="Danger">What it is, and why that is dangerous.</param>
/// <param name="Own">Whether the subject has it.</param>
/// <param name="Usual">Whether a container that was started without options has it.</param>
public sealed record DangerStanding(Danger Danger, CallAccess Own, CallAccess Usual);
