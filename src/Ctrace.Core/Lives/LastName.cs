namespace Ctrace.Core.Lives;

/// <summary>The name that came last, and what has brought nothing new since.</summary>
/// <param name="Name">A call (<c>openat</c>) or a capability (<c>CAP_CHOWN</c>).</param>
/// <param name="Time">When it came: milliseconds since 1970.</param>
/// <param name="Start">In which start: 16 hexadecimal digits.</param>
/// <param name="ObservedSince">For how many milliseconds was recorded after it, in all starts.</param>
/// <param name="StartsSince">How many starts were recorded from their beginning after it.</param>
public sealed record LastName(string Name, long Time, string Start, ulong ObservedSince, int StartsSince);
