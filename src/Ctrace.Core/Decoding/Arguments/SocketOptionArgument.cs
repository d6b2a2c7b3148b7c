namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An option's name, which its level (another argument) decides.</summary>
internal sealed class SocketOptionArgument(byte level) : Argument
{
    public override void Write(CallText text, int index)
    {
        var option = (uint)text.Call.Argument(index);
        if (SocketOptionText.Options(text.Call.Argument(level)) is { } options)
        {
            options.WriteValue(text, option);
        }
        else
        {
            text.Hex(option);
        }
    }
}
