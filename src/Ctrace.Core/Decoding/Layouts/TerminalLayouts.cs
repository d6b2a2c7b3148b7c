namespace Ctrace.Core.Decoding.Layouts;

/// <summary>struct termios: four flag words (include/uapi/asm-generic/termbits.h).</summary>
internal static class TerminalLayouts
{
    // The delays of an output flag, each a value of its own bits.
    private static readonly (uint Mask, string Group)[] Delays =
        [(0x100, "termios_nl"), (0x600, "termios_cr"), (0x1800, "termios_tab"), (0x2000, "termios_bs"), (0x4000, "termios_vt"), (0x8000, "termios_ff")];

    public static void Termios(CallText text, ref Fields fields)
    {
        Constants.Group("termios_iflag").WriteFlags(text.Append("{c_iflag="), fields.UInt32());

        var output = fields.UInt32();
        text.Append(", c_oflag=");
        foreach (var (mask, group) in Delays)
        {
            Constants.Group(group).WriteValue(text, output & mask);
            text.Append(mask == 0x8000 ? "" : "|");
            output &= ~mask;
        }

        Rest(text, "termios_oflag", output);

        // CBAUD and CSIZE
        var control = fields.UInt32();
        Constants.Group("termios_cflag").WriteValue(text.Append(", c_cflag="), control & 0x100f);
        Constants.Group("termios_csize").WriteValue(text.Append('|'), control & 0x30);
        Rest(text, "termios_cflags", control & ~0x103fu);

        Constants.Group("termios_lflag").WriteFlags(text.Append(", c_lflag="), fields.UInt32());
        text.Append(", ...}");
    }

    private static void Rest(CallText text, string group, uint flags)
    {
        if (flags != 0)
        {
            Constants.Group(group).WriteFlags(text.Append('|'), flags);
        }
    }
}
