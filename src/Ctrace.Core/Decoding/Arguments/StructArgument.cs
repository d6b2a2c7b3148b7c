using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>Which of a call's two ends a structure is shown of.</summary>
internal enum Direction
{
    /// <summary>The call reads it.</summary>
    In,

    /// <summary>The call writes it, where it succeeds.</summary>
    Out,

    /// <summary>The call reads it, and writes it where it succeeds, which is what is shown.</summary>
    Update,

    /// <summary>The call reads it, and leaves what is left of it: select's time, which its result tells.</summary>
    Left,

    /// <summary>The call writes it when a signal interrupts it: the time that remains (nanosleep(2)).</summary>
    Remaining,
}

/// <summary>A pointer to a structure.</summary>
internal sealed class StructArgument(Layout layout, Direction direction) : Argument
{
    public override bool IsOutput => direction is not (Direction.In or Direction.Left);

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word)
    {
        var size = (ushort)layout.Size(word);
        var phase = direction switch
        {
            Direction.In => CapturePhase.Enter,
            Direction.Update or Direction.Left => CapturePhase.Both,
            _ => CapturePhase.Exit,
        };
        return [new(index, phase, CaptureKind.Fixed, CaptureStep.NoOther, size, size)];
    }

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var phase = direction switch
        {
            Direction.Out => CapturePhase.Exit,
            Direction.Update when text.Call.Succeeded => CapturePhase.Exit,
            Direction.Remaining => CapturePhase.Exit,
            _ => CapturePhase.Enter,
        };
        var written = direction switch
        {
            Direction.Out => text.Call.Succeeded,
            Direction.Remaining => text.Call.Error is 4 or (>= 512 and <= 516),
            _ => true,
        };
        if (written && text.TryFields(index, phase, address, layout.Size(text.Call.WordSize), out var fields))
        {
            layout.Write(text, ref fields);
        }
        else
        {
            text.Pointer(address);
        }
    }

    /// <summary>Prints what the call left of a structure that it read.</summary>
    public void WriteAtExit(CallText text, int index, string label)
    {
        if (text.TryFields(index, CapturePhase.Exit, text.Call.Argument(index), layout.Size(text.Call.WordSize), out var fields))
        {
            layout.Write(text.Append(label), ref fields);
        }
    }
}
