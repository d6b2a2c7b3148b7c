namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An argument that is its register's value.</summary>
internal sealed class ScalarArgument(Action<CallText, ulong> write) : Argument
{
    public override void Write(CallText text, int index) => write(text, text.Call.Argument(index));
}
