namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A signed 64-bit number of a 32-bit call: the low half in the first register (syscall(2)); or _llseek's, the high half first.</summary>
internal sealed class PairArgument(bool highFirst) : Argument
{
    public override int Registers => 2;

    public override void Write(CallText text, int index)
    {
        var (first, second) = (text.Call.Argument(index), text.Call.Argument(index + 1));
        var (low, high) = highFirst ? (second, first) : (first, second);
        text.Append((long)((high << 32) | (uint)low));
    }
}
