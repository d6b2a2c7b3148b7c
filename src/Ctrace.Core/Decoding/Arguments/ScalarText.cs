using Ctrace.Core.Decoding.Layouts;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>Values of registers that have a form of their own.</summary>
internal static class ScalarText
{
    private const ulong FutexPrivate = 128; // FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME, include/uapi/linux/futex.h
    private const ulong FutexRealtime = 256;

    /// <summary>A long: signed, as wide as the call's registers.</summary>
    public static void Long(CallText text, ulong value) => text.Append(text.Call.Is32Bit ? (int)value : (long)value);

    /// <summary>A user or group: -1 means none.</summary>
    public static void Id(CallText text, ulong value)
    {
        if ((uint)value == uint.MaxValue)
        {
            text.Append("-1");
        }
        else
        {
            text.Append((ulong)(uint)value);
        }
    }

    /// <summary>FUTEX_WAIT_PRIVATE.</summary>
    public static void FutexOperation(CallText text, ulong value)
    {
        value = (uint)value;
        var operation = value & ~(FutexPrivate | FutexRealtime);
        Constants.Group("futex_ops").WriteValue(text, Constants.Group("futex_ops").Name(operation) is null ? value : operation);
        if (Constants.Group("futex_ops").Name(operation) is not null)
        {
            text.Append((value & FutexPrivate) != 0 ? "_PRIVATE" : "").Append((value & FutexRealtime) != 0 ? "|FUTEX_CLOCK_REALTIME" : "");
        }
    }

    /// <summary>FUTEX_BITSET_MATCH_ANY or the bits.</summary>
    public static void FutexMask(CallText text, ulong value) =>
        text.Append(Constants.Group("futex_match").Name((uint)value) ?? "").Append((uint)value == uint.MaxValue ? "" : Hexadecimal((uint)value));

    /// <summary>A request by name, or by its parts (include/uapi/asm-generic/ioctl.h).</summary>
    public static void IoctlRequest(CallText text, ulong value)
    {
        value = (uint)value;
        if (Constants.Group("ioctls").Name(value) is { } name)
        {
            text.Append(name);
            return;
        }

        var direction = (value >> 30) switch { 0 => "_IOC_NONE", 1 => "_IOC_WRITE", 2 => "_IOC_READ", _ => "_IOC_READ|_IOC_WRITE" };
        text.Append("_IOC(").Append(direction).Append(", ").Hex((value >> 8) & 0xff).Append(", ").Hex(value & 0xff)
            .Append(", ").Hex((value >> 16) & 0x3fff).Append(')');
    }

    /// <summary>S_IFCHR|0666, as mknod takes it.</summary>
    public static void NodeMode(CallText text, ulong value) => FileLayouts.FileMode(text, (ushort)value);

    /// <summary>0xffffffff to ask, else a personality.</summary>
    public static void Personality(CallText text, ulong value)
    {
        value = (uint)value;
        if (value == uint.MaxValue)
        {
            text.Append("0xffffffff");
        }
        else
        {
            new SplitArgument(0xff, Constants.Group("personality_types"), Constants.Group("personality_flags")).Write(text, value); // PER_MASK
        }
    }

    /// <summary>A capability by name.</summary>
    public static void Capabilities(CallText text, ulong value) => text.Append(
        value <= int.MaxValue && Capability.Name((int)value) is { } name ? "CAP_" + name.ToUpperInvariant() : $"{Hexadecimal(value)} /* CAP_??? */");

    /// <summary>IPC_PRIVATE or a key.</summary>
    public static void IpcKey(CallText text, ulong value) => text.Append(Constants.Group("ipc_private").Name((uint)value) ?? Hexadecimal((uint)value));

    /// <summary>A packet socket's protocol, in the network's byte order.</summary>
    public static void PacketType(CallText text, ulong value)
    {
        var type = System.Net.IPAddress.NetworkToHostOrder((short)value);
        Constants.Group("packet_types").WriteValue(text.Append("htons("), (ushort)type);
        text.Append(')');
    }

    /// <summary>statx's: how to synchronise, then where to look.</summary>
    public static void StatxFlags(CallText text, ulong value)
    {
        const ulong Synchronise = 0x6000; // AT_STATX_SYNC_TYPE, include/uapi/linux/fcntl.h
        Constants.Group("at_statx").WriteValue(text, (uint)value & Synchronise);
        if (((uint)value & ~Synchronise) is > 0 and var rest)
        {
            Constants.Group("at_flags").WriteFlags(text.Append('|'), rest);
        }
    }

    /// <summary>Flags of a System V object, and its mode in the low nine bits.</summary>
    public static void IpcFlags(CallText text, ulong value, ConstantGroup group)
    {
        value = (uint)value;
        if ((value & ~0x1ffUL) is > 0 and var flags)
        {
            group.WriteFlags(text, flags);
            text.Append('|');
        }

        text.Mode((uint)value & 0x1ff);
    }

    private static string Hexadecimal(ulong value) => value == 0 ? "0" : "0x" + value.ToString("x");
}
