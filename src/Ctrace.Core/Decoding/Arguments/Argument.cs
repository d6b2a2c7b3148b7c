using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>One argument in a call's signature: how it is printed, and what has to be copied for that.</summary>
internal abstract class Argument
{
    /// <summary>How many registers it takes: 2 for a 64-bit number in a 32-bit call.</summary>
    public virtual int Registers => 1;

    /// <summary>It is only known at the exit.</summary>
    public virtual bool IsOutput => false;

    /// <summary>What stands between the argument before and it.</summary>
    public virtual string Separator => ", ";

    /// <summary>Whether it is printed at all; open's mode is not without O_CREAT.</summary>
    public virtual bool IsShown(CallText text) => true;

    /// <summary>What to copy.</summary>
    /// <param name="index">Its register.</param>
    /// <param name="stringLimit">-s.</param>
    /// <param name="word">A pointer's size.</param>
    public virtual IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) => [];

    /// <summary>Prints the argument.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="index">Its register.</param>
    public abstract void Write(CallText text, int index);
}
