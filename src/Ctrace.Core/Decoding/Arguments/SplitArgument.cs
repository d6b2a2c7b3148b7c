namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An argument of which some bits are one value and the others are flags: open's access mode, socket's type.</summary>
internal sealed class SplitArgument(ulong mask, ConstantGroup values, ConstantGroup flags) : Argument
{
    public override void Write(CallText text, int index) => Write(text, (uint)text.Call.Argument(index));

    public void Write(CallText text, ulong argument)
    {
        values.WriteValue(text, argument & mask);
        if ((argument & ~mask) is > 0 and var rest)
        {
            text.Append('|');
            if (flags.Knows(rest))
            {
                flags.WriteFlags(text, rest);
            }
            else
            {
                text.Hex(rest);
            }
        }
    }
}
