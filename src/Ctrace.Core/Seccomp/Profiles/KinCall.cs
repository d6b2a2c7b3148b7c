using System.Collections.Immutable;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>A call that follows from what was recorded.</summary>
/// <param name="Row">By which row.</param>
/// <param name="From">From which calls, sorted; <see cref="KinRow.AnyCall"/> and <see cref="KinRow.Forks"/> among them.</param>
/// <param name="Callers">Of which programs, sorted.</param>
public sealed record KinCall(KinRow Row, ImmutableSortedSet<string> From, ImmutableSortedSet<Caller> Callers)
{
    /// <summary>The call.</summary>
    public string Name => Row.Name;

    /// <summary>As the rule of a profile.</summary>
    public SeccompRule Rule => new([Name], SeccompAction.Allow) { Arguments = Row.Condition };
}
