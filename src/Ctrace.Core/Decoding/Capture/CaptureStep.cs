namespace Ctrace.Core.Decoding.Capture;

/// <summary>One piece of a traced program's memory to copy (docs/decoding.md).</summary>
/// <param name="Argument">The argument (0 to 5) whose value is the address.</param>
/// <param name="Phase">At which end of the call the memory is copied.</param>
/// <param name="Kind">What, and so the meaning of the rest.</param>
/// <param name="Other">The argument (0 to 5) that says how much, or <see cref="NoOther"/>.</param>
/// <param name="Size">Bytes of the whole (Fixed), of an element (Array, ResultArray), or of each thing that is pointed to.</param>
/// <param name="Limit">The most bytes to copy.</param>
internal readonly record struct CaptureStep(byte Argument, CapturePhase Phase, CaptureKind Kind, byte Other, ushort Size, ushort Limit)
{
    /// <summary>The most steps that a call can have.</summary>
    public const int Most = 6;

    /// <summary>In <see cref="Other"/>: no other argument matters.</summary>
    public const byte NoOther = 0xff;
}
