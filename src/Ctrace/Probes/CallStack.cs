using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>The stacks of a thread at a call's entry, the innermost frame first. The user's frames are the traced program's: untrusted.</summary>
/// <param name="Start">Where the process's stack began when its program was executed: together with the code's size it tells whose memory the frames are in.</param>
/// <param name="Code">How many pages of executable mappings the process had.</param>
/// <param name="User">Addresses in the program.</param>
/// <param name="Kernel">Addresses in the kernel.</param>
internal sealed record CallStack(ulong Start, ulong Code, ImmutableArray<ulong> User, ImmutableArray<ulong> Kernel)
{
    private const int HeadWords = 2;

    /// <summary>The stack of an event that has one of the two records, or both; null when a record cannot be.</summary>
    public static CallStack? Read(CallStack? before, byte kind, ReadOnlySpan<byte> data)
    {
        if (data.Length % sizeof(ulong) != 0)
        {
            return null;
        }

        var words = MemoryMarshal.Cast<byte, ulong>(data);
        before ??= new CallStack(0, 0, [], []);
        return kind switch
        {
            Contract.STACK_USER when words.Length is >= HeadWords and <= HeadWords + Contract.USER_FRAMES =>
                before with { Start = words[0], Code = words[1], User = [.. words[HeadWords..]] },
            Contract.STACK_KERNEL when words.Length <= Contract.KERNEL_FRAMES => before with { Kernel = [.. words] },
            _ => null,
        };
    }
}
