namespace Ctrace.Core.Decoding.Capture;

/// <summary>
/// A copy of a traced program's memory. What could not be read (EFAULT, a page that is not present) has no copy at all,
/// and its address is shown instead.
/// </summary>
/// <param name="Argument">The argument whose step made it, also for what is only reachable through that argument.</param>
/// <param name="Phase">When it was copied.</param>
/// <param name="Kind">What was copied.</param>
/// <param name="Address">Where it lay in the program.</param>
/// <param name="Bytes">What lay there.</param>
/// <param name="Truncated">There was more than the step's limit.</param>
internal readonly record struct CapturedMemory(
    byte Argument, CapturePhase Phase, CaptureKind Kind, ulong Address, ReadOnlyMemory<byte> Bytes, bool Truncated);
