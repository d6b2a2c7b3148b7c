using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>What of an iovec is shown.</summary>
internal enum VectorData
{
    /// <summary>What the call reads, all of it.</summary>
    In,

    /// <summary>What the call wrote, as much as its result says.</summary>
    Out,

    /// <summary>Addresses of another process.</summary>
    Addresses,
}

/// <summary>An iovec of as many elements as another argument says.</summary>
internal sealed class VectorArgument(byte count, VectorData data) : Argument
{
    private const int MostElements = 16;

    public override bool IsOutput => data == VectorData.Out;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word)
    {
        var limit = (ushort)(2 * word * MostElements);
        yield return data switch
        {
            VectorData.In => new(index, CapturePhase.Enter, CaptureKind.Vector, count, (ushort)stringLimit, limit),
            VectorData.Out => new(index, CapturePhase.Exit, CaptureKind.Vector, count, (ushort)stringLimit, limit),
            _ => new(index, CapturePhase.Enter, CaptureKind.Array, count, (ushort)(2 * word), limit),
        };
    }

    public override void Write(CallText text, int index)
    {
        var (address, elements) = (text.Call.Argument(index), text.Call.Argument(count));
        switch (data)
        {
            case VectorData.Out when !text.Call.Succeeded:
                text.Pointer(address);
                break;
            case VectorData.Out:
                VectorText.Write(text, index, CapturePhase.Exit, address, elements, text.Call.Result);
                break;
            default:
                VectorText.Write(text, index, CapturePhase.Enter, address, elements, data == VectorData.In ? null : -1);
                break;
        }
    }
}
