using System.Buffers.Binary;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>The options of sockets, by level.</summary>
internal static class SocketOptionText
{
    /// <summary>The names of a level's options, or null.</summary>
    public static ConstantGroup? Options(ulong level) => (uint)level switch
    {
        0 => Constants.Group("sockopt_ip"), // SOL_IP
        1 => Constants.Group("sockopt_socket"),
        6 => Constants.Group("sockopt_tcp"),
        17 => Constants.Group("sockopt_udp"),
        41 => Constants.Group("sockopt_ipv6"),
        263 => Constants.Group("sockopt_packet"),
        270 => Constants.Group("sockopt_netlink"),
        _ => null,
    };

    /// <summary>A value: a number where it has the size of one, else the structure or the bytes.</summary>
    public static void WriteValue(CallText text, string? option, ReadOnlySpan<byte> value, ulong length)
    {
        switch (option)
        {
            case "SO_LINGER" when value.Length >= 8:
                text.Append("{l_onoff=").Append(BinaryPrimitives.ReadInt32LittleEndian(value))
                    .Append(", l_linger=").Append(BinaryPrimitives.ReadInt32LittleEndian(value[4..])).Append('}');
                break;
            case "SO_PEERCRED" when value.Length >= 12:
                Credentials(text, value);
                break;
            default:
                if (value.Length == 4 && length == 4)
                {
                    text.Append('[').Append(BinaryPrimitives.ReadInt32LittleEndian(value)).Append(']');
                }
                else
                {
                    text.Buffer(value, length);
                }

                break;
        }
    }

    /// <summary>struct ucred.</summary>
    public static void Credentials(CallText text, ReadOnlySpan<byte> value) => text
        .Append("{pid=").Append(BinaryPrimitives.ReadInt32LittleEndian(value))
        .Append(", uid=").Append((ulong)BinaryPrimitives.ReadUInt32LittleEndian(value[4..]))
        .Append(", gid=").Append((ulong)BinaryPrimitives.ReadUInt32LittleEndian(value[8..])).Append('}');
}
