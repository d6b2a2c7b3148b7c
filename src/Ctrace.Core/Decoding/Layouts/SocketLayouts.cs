using System.Buffers.Binary;
using System.Net;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Layouts;

/// <summary>Socket addresses and ancillary data.</summary>
internal static class SocketLayouts
{
    /// <summary>struct sockaddr, of as many bytes as were given.</summary>
    public static void Address(CallText text, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            text.Append("{sa_family=?}");
            return;
        }

        var family = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        Constants.Group("socket_families").WriteValue(text.Append("{sa_family="), family);
        var rest = bytes[2..];
        switch (family)
        {
            case 1: // AF_UNIX
                Unix(text, rest);
                break;
            case 2 when bytes.Length >= 8: // AF_INET
                text.Append(", sin_port=htons(").Append((ulong)BinaryPrimitives.ReadUInt16BigEndian(rest)).Append("), sin_addr=inet_addr(\"")
                    .Append(new IPAddress(rest[2..6]).ToString()).Append("\")");
                break;
            case 10 when bytes.Length >= 24: // AF_INET6
                text.Append(", sin6_port=htons(").Append((ulong)BinaryPrimitives.ReadUInt16BigEndian(rest)).Append("), sin6_flowinfo=htonl(")
                    .Append((ulong)BinaryPrimitives.ReadUInt32BigEndian(rest[2..])).Append("), inet_pton(AF_INET6, \"")
                    .Append(new IPAddress(rest[6..22]).ToString()).Append("\", &sin6_addr)");
                if (bytes.Length >= 28)
                {
                    text.Append(", sin6_scope_id=").Append((ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[22..]));
                }

                break;
            case 16 when bytes.Length >= 12: // AF_NETLINK
                var groups = BinaryPrimitives.ReadUInt32LittleEndian(rest[6..]);
                text.Append(", nl_pid=").Append((ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[2..])).Append(", nl_groups=")
                    .Append(groups == 0 ? "00000000" : "0x" + groups.ToString("x6"));
                break;
            default:
                if (!rest.IsEmpty)
                {
                    text.Append(", sa_data=").Append(StringText.Quote(rest));
                }

                break;
        }

        text.Append('}');
    }

    // A path ends at its NUL; a leading NUL makes the name abstract, of all bytes (unix(7)).
    private static void Unix(CallText text, ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            return;
        }

        if (path[0] == 0 && path.Length > 1)
        {
            text.Append(", sun_path=@").Append(StringText.Quote(path[1..]));
            return;
        }

        text.Append(", sun_path=").Append(StringText.Quote(path.UpToNul()));
    }
}
