namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An argument that is there only under a condition: open has a mode when it creates.</summary>
internal sealed class ConditionalArgument(Argument inner, Func<TracedCall, bool> isThere) : Argument
{
    public override bool IsShown(CallText text) => isThere(text.Call);

    public override void Write(CallText text, int index) => inner.Write(text, index);
}
