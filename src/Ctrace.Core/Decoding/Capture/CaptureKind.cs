namespace Ctrace.Core.Decoding.Capture;

/// <summary>
/// What a step copies, from the address in its argument. "Other" is the argument that <see cref="CaptureStep.Other"/>
/// names, "word" is a pointer's size in the call's architecture: 8, or 4 in i386, x32 and arm.
/// </summary>
internal enum CaptureKind : byte
{
    /// <summary>Nothing: the end of a plan that has fewer steps than there is room for.</summary>
    None = 0,

    /// <summary>A string up to its NUL; at most Limit bytes, the NUL included. The NUL is not part of the copy.</summary>
    String = 1,

    /// <summary>Size bytes.</summary>
    Fixed = 2,

    /// <summary>As many bytes as Other's value; at most Limit.</summary>
    Buffer = 3,

    /// <summary>As many bytes as the result; at most Limit.</summary>
    Result = 4,

    /// <summary>As many elements of Size bytes as Other's value (its low 32 bits); at most Limit bytes.</summary>
    Array = 5,

    /// <summary>As many elements of Size bytes as the result; at most Limit bytes.</summary>
    ResultArray = 6,

    /// <summary>As many bytes as the 32-bit number that Other points to; at most Limit.</summary>
    Pointed = 7,

    /// <summary>
    /// struct iovec[Other], two words each; at most Limit bytes of it. Then, as a copy of its own of kind Buffer, the
    /// first Size bytes of each of the first four elements that is not empty; at the exit no more than the result in all.
    /// </summary>
    Vector = 8,

    /// <summary>
    /// struct msghdr (seven words). Then msg_name (at most 128 bytes, kind Buffer), msg_iov as Vector does it, and
    /// msg_control (at most Limit bytes, kind Buffer).
    /// </summary>
    Message = 9,

    /// <summary>struct mmsghdr (eight words each): the first two, of Other at the entry, of the result at the exit; each as Message.</summary>
    Messages = 10,

    /// <summary>
    /// Words up to a zero one, at most Limit bytes of them; then each of the first eight as a copy of its own of kind
    /// String, at most Size bytes (argv).
    /// </summary>
    Strings = 11,

    /// <summary>Words up to a zero one, at most Limit bytes; the zero word is not part of the copy (envp, to count).</summary>
    Pointers = 12,
}
