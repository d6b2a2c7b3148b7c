using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What a profile says of one call, and on which arguments that depends.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Rules">Each a list of conditions that must all hold.</param>
public sealed record CallRuling(CallVerdict Verdict, ImmutableArray<ImmutableArray<ArgumentCondition>> Rules);
