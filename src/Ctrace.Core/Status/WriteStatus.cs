namespace Ctrace.Core.Status;

/// <summary>How writing tracefiles goes.</summary>
/// <param name="Done">How often one was written.</param>
/// <param name="Failed">How often that failed; each is tried again.</param>
/// <param name="Last">When one was written last; null before the first.</param>
/// <param name="Failing">The failures that are not over, as lines for people.</param>
public sealed record WriteStatus(ulong Done, ulong Failed, DateTimeOffset? Last, IReadOnlyList<string> Failing);
