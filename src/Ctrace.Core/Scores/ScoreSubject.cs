using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>What is scored: a profile, what is made of a recording, or what a container has.</summary>
/// <param name="Name">As the user called it. Untrusted text.</param>
/// <param name="Description">What it is, in words.</param>
/// <param name="Profile">The profile that holds in it; one that allows everything where none does.</param>
/// <param name="Circumstances">The machine, and the capabilities that the container has.</param>
/// <param name="Trace">The recording, if it is one.</param>
public sealed record ScoreSubject(string Name, string Description, SeccompProfile Profile, Circumstances Circumstances, Trace? Trace = null)
{
    /// <summary>The profile of what has none: everything is allowed.</summary>
    public static SeccompProfile Unconfined { get; } = new(SeccompAction.Allow, default, []);
}
