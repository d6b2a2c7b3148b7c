using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>An array of struct iovec, and the data that it points to.</summary>
internal static class VectorText
{
    private const int MostShown = 32;

    /// <summary>Prints the array at an address.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="index">The argument that leads to it.</param>
    /// <param name="phase">When it was copied.</param>
    /// <param name="address">Where the array lies.</param>
    /// <param name="count">How many elements it has.</param>
    /// <param name="bytes">How many bytes of data there are in all, or null where each element is full; -1: show addresses.</param>
    public static void Write(CallText text, int index, CapturePhase phase, ulong address, ulong count, long? bytes)
    {
        if (address != 0 && count == 0)
        {
            text.Append("[]");
            return;
        }

        var word = text.Call.WordSize;
        if (text.Memory(index, phase, address) is not { } memory || memory.Bytes.Length < 2 * word)
        {
            text.Pointer(address);
            return;
        }

        var known = (int)Math.Min(Math.Min((ulong)(memory.Bytes.Length / (2 * word)), count), MostShown);
        var fields = new Fields(memory.Bytes.Span, word);
        var left = bytes;
        text.Append('[');
        for (var at = 0; at < known; at++)
        {
            var (start, length) = (fields.Word(), fields.Word());
            text.Append(at == 0 ? "{iov_base=" : ", {iov_base=");
            var filled = left is { } some ? Math.Min(length, (ulong)Math.Max(some, 0)) : length;
            WriteData(text, index, phase, start, filled, addressOnly: left < 0);
            left = left > 0 ? left - (long)filled : left;
            text.Append(", iov_len=").Append(length).Append('}');
        }

        text.Append((ulong)known == count ? "]" : ", ...]");
    }

    private static void WriteData(CallText text, int index, CapturePhase phase, ulong start, ulong length, bool addressOnly)
    {
        if (addressOnly || start == 0)
        {
            text.Pointer(start);
        }
        else if (length == 0)
        {
            text.Append("\"\"");
        }
        else if (text.Memory(index, phase, start) is { } data)
        {
            var shown = data.Bytes.Span;
            text.Buffer((ulong)shown.Length > length ? shown[..(int)length] : shown, length);
        }
        else
        {
            text.Pointer(start);
        }
    }
}
