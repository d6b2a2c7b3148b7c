namespace Ctrace.Core.Decoding.Capture;

/// <summary>When memory is copied: what a call reads lies there at its entry, what it writes at its exit.</summary>
public enum CapturePhase : byte
{
    /// <summary>At the syscall's entry.</summary>
    Enter = 0,

    /// <summary>At its exit, where the result is known. Nothing is copied at the exit of a call that failed, except EINTR's.</summary>
    Exit = 1,

    /// <summary>Of a step: at both, which makes two copies. No copy has it.</summary>
    Both = 2,
}
