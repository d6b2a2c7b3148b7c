using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Capture;

/// <summary>What a probe copies of a call, so that it can be printed.</summary>
internal static class CapturePlan
{
    /// <summary>The steps of a call; none for one that has nothing to copy, or is not known.</summary>
    /// <param name="architecture">Whose numbering.</param>
    /// <param name="number">The call's.</param>
    /// <param name="stringLimit">-s: the most bytes of a string or buffer; from 0 to <see cref="FormatOptions.MostBytes"/>.</param>
    /// <remarks>
    /// A call that means different things (ioctl, prctl) has the steps of all of them, and those that do not fit an
    /// argument fail to read or are not looked at. Of more steps than fit the first are taken.
    /// </remarks>
    public static ImmutableArray<CaptureStep> Of(Architecture architecture, int number, int stringLimit)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentOutOfRangeException.ThrowIfLessThan(stringLimit, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stringLimit, FormatOptions.MostBytes);
        var word = architecture == Architecture.X86_64 || architecture == Architecture.Aarch64 ? 8 : 4;
        return
        [
            .. Signatures.Of(architecture, Syscalls.Name(architecture, number))
                .SelectMany(variant => variant.Signature.Arguments)
                .SelectMany(place => place.Argument.Steps((byte)place.Register, stringLimit, word))
                .Distinct()
                .Take(CaptureStep.Most),
        ];
    }
}

/// <summary>When memory is copied: what a call reads lies there at its entry, what it writes at its exit.</summary>
internal enum CapturePhase : byte
{
    /// <summary>At the syscall's entry.</summary>
    Enter = 0,

    /// <summary>At its exit, where the result is known. Nothing is copied at the exit of a call that failed, except EINTR's.</summary>
    Exit = 1,

    /// <summary>Of a step: at both, which makes two copies. No copy has it.</summary>
    Both = 2,
}
