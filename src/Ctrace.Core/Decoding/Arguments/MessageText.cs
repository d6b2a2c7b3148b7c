using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>struct msghdr (include/linux/socket.h: struct user_msghdr) and what it points to.</summary>
internal static class MessageText
{
    /// <summary>Seven words: name, its length, iov, their number, control, its length, flags.</summary>
    public static int Size(int word) => 7 * word;

    /// <summary>Prints the structure.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="index">The argument that leads to it.</param>
    /// <param name="phase">Entry: what is sent; exit: what was received.</param>
    /// <param name="message">The structure.</param>
    /// <param name="nameRoom">The room that the name had at the entry, where that is known.</param>
    /// <param name="bytes">How much was received, or null.</param>
    public static void Write(CallText text, int index, CapturePhase phase, ReadOnlySpan<byte> message, int? nameRoom, long? bytes)
    {
        var word = text.Call.WordSize;
        var fields = new Fields(message, word);
        var name = fields.Word();
        var nameLength = fields.Int32();
        fields.Skip(word - 4);
        var (vector, count) = (fields.Word(), fields.Word());
        var (control, controlLength) = (fields.Word(), fields.Word());
        var flags = fields.UInt32();

        text.Append("{msg_name=");
        if (name != 0 && nameLength > 0 && text.Memory(index, phase, name) is { Bytes.Length: > 0 } address)
        {
            var known = address.Bytes.Span;
            SocketLayouts.Address(text, known[..Math.Min(known.Length, nameLength)]);
        }
        else
        {
            text.Pointer(name);
        }

        text.Append(", msg_namelen=").Append(nameRoom ?? nameLength);
        if (nameRoom is { } room && room != nameLength)
        {
            text.Append(" => ").Append(nameLength);
        }

        VectorText.Write(text.Append(", msg_iov="), index, phase, vector, count, bytes);
        text.Append(", msg_iovlen=").Append(count);
        if (controlLength > 0)
        {
            WriteControl(text.Append(", msg_control="), index, phase, control, controlLength);
        }

        text.Append(", msg_controllen=").Append(controlLength).Append(", msg_flags=");
        Constants.Group("msg_flags").WriteFlags(text, flags);
        text.Append('}');
    }

    // struct cmsghdr: length with itself, level, type; each begins on a word's boundary (cmsg(3)).
    private static void WriteControl(CallText text, int index, CapturePhase phase, ulong address, ulong length)
    {
        var word = text.Call.WordSize;
        var header = word + 8;
        if (text.Memory(index, phase, address) is not { } memory || memory.Bytes.Length < header)
        {
            text.Pointer(address);
            return;
        }

        var rest = memory.Bytes.Span[..(int)Math.Min((ulong)memory.Bytes.Length, length)];
        var separator = "[";
        while (rest.Length >= header)
        {
            var fields = new Fields(rest, word);
            var (size, level, type) = (fields.Word(), fields.Int32(), fields.Int32());
            text.Append(separator).Append("{cmsg_len=").Append(size).Append(", cmsg_level=");
            Constants.Group("socket_levels").WriteValue(text, (uint)level);
            text.Append(", cmsg_type=");
            WriteType(text, level, type);
            var data = rest[header..(int)Math.Clamp(size, (ulong)header, (ulong)rest.Length)];
            WriteData(text, level, type, data);
            text.Append('}');
            separator = ", ";
            var step = (size + (ulong)word - 1) & ~((ulong)word - 1);
            if (size < (ulong)header || step > (ulong)rest.Length)
            {
                break;
            }

            rest = rest[(int)step..];
        }

        text.Append(memory.Truncated ? ", ...]" : "]");
    }

    private static void WriteType(CallText text, int level, int type)
    {
        if (level == 1)
        {
            Constants.Group("cmsg_socket").WriteValue(text, (uint)type);
        }
        else
        {
            text.Hex((uint)type);
        }
    }

    private static void WriteData(CallText text, int level, int type, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        text.Append(", cmsg_data=");
        switch (level, type)
        {
            case (1, 1): // SOL_SOCKET, SCM_RIGHTS: descriptors
                text.Append('[');
                for (var at = 0; at + 4 <= data.Length; at += 4)
                {
                    text.Append(at == 0 ? "" : ", ").Descriptor(BinaryPrimitives.ReadInt32LittleEndian(data[at..]));
                }

                text.Append(']');
                break;
            case (1, 2) when data.Length >= 12: // SCM_CREDENTIALS: struct ucred
                SocketOptionText.Credentials(text, data);
                break;
            default:
                text.Buffer(data, (ulong)data.Length);
                break;
        }
    }
}
