using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>A profile as it was read, and where its parts stand in the text.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="RuleLines">The line on which each rule begins, from 1 up.</param>
/// <param name="DefaultLine">The line of the default action.</param>
/// <param name="ArchitecturesLine">The line of archMap or architectures; the default's without.</param>
public sealed record SeccompDocument(SeccompProfile Profile, ImmutableArray<int> RuleLines, int DefaultLine, int ArchitecturesLine);
