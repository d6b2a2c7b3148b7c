namespace Ctrace.Core.Decoding.Arguments;

/// <summary>mmap's flags: a type, flags, and the logarithm of a huge page's size from bit 26 up (MAP_HUGE_SHIFT).</summary>
internal static class MemoryMapFlags
{
    private const int HugeShift = 26;
    private const ulong HugeMask = 0x3fUL << HugeShift;
    private const ulong TypeMask = 0xf;

    public static void Write(CallText text, ulong flags)
    {
        var huge = (flags & HugeMask) >> HugeShift;
        Constants.Group("map_type").WriteValue(text, flags & TypeMask);
        if ((flags & ~(TypeMask | HugeMask)) is > 0 and var rest)
        {
            Constants.Group("map_flags").WriteFlags(text.Append('|'), rest);
        }

        if (huge != 0)
        {
            text.Append('|').Append(huge).Append("<<MAP_HUGE_SHIFT");
        }
    }
}
