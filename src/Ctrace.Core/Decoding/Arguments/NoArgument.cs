namespace Ctrace.Core.Decoding.Arguments;

/// <summary>A register that is not printed.</summary>
internal sealed class NoArgument : Argument
{
    public override bool IsShown(CallText text) => false;

    public override void Write(CallText text, int index)
    {
    }
}
