namespace Ctrace.Core.Seccomp.Filters;

/// <summary>A call that one set of filters lets through, with some arguments at least, and another does not.</summary>
/// <param name="First">What the first does; null when that is computed from the arguments or was not followed.</param>
/// <param name="Second">What the other does.</param>
/// <param name="When">Conditions on the arguments, as text; empty when it is so for all.</param>
/// <param name="Example">A call that shows it, run through both; null when none was found: then it may be no difference.</param>
public sealed record FilterDifference(FilterReturn? First, FilterReturn? Second, string When, SeccompData? Example);
