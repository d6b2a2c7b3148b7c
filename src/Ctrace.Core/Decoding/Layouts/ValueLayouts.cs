namespace Ctrace.Core.Decoding.Layouts;

/// <summary>Small things that an argument points to.</summary>
internal static class ValueLayouts
{
    public static void Int(CallText text, ref Fields fields) => text.Append('[').Append(fields.Int32()).Append(']');

    public static void UInt(CallText text, ref Fields fields) => text.Append('[').Append((ulong)fields.UInt32()).Append(']');

    public static void Offset(CallText text, ref Fields fields) => text.Append('[').Append(fields.SignedWord()).Append(']');

    public static void Offset64(CallText text, ref Fields fields) => text.Append('[').Append(fields.Int64()).Append(']');

    public static void Address(CallText text, ref Fields fields) => text.Append('[').Hex(fields.Word()).Append(']');

    public static void Id(CallText text, ref Fields fields) => text.Append('[').Append((ulong)fields.UInt32()).Append(']');

    /// <summary>A user or group of the 16-bit calls of i386 and arm.</summary>
    public static void Id16(CallText text, ref Fields fields) => text.Append('[').Append((ulong)fields.UInt16()).Append(']');

    public static void Id16Element(CallText text, ref Fields fields) => text.Append((ulong)fields.UInt16());

    /// <summary>An element of a list of user or group numbers.</summary>
    public static void IdElement(CallText text, ref Fields fields) => text.Append((ulong)fields.UInt32());

    public static void Signal(CallText text, ref Fields fields) => text.Append('[').Append(SignalLayouts.Name(fields.Int32())).Append(']');

    public static void DescriptorPair(CallText text, ref Fields fields) =>
        text.Append('[').Descriptor(fields.Int32()).Append(", ").Descriptor(fields.Int32()).Append(']');

    /// <summary>struct epoll_event, packed on x86 (include/uapi/linux/eventpoll.h).</summary>
    public static void EpollEvent(CallText text, ref Fields fields)
    {
        Constants.Group("epoll_events").WriteFlags(text.Append("{events="), fields.UInt32());
        if (text.Call.Architecture == Linux.Architecture.Aarch64 || text.Call.Architecture == Linux.Architecture.Arm)
        {
            fields.Skip(4);
        }

        var data = fields.UInt64();
        text.Append(", data={u32=").Append((ulong)(uint)data).Append(", u64=").Append(data).Append("}}");
    }

    /// <summary>The six arguments of i386's mmap, which lie in memory.</summary>
    public static void MmapArguments(CallText text, ref Fields fields)
    {
        text.Pointer(fields.Word()).Append(", ").Append(fields.Word()).Append(", ");
        Constants.Group("prot_flags").WriteFlags(text, fields.Word());
        Arguments.MemoryMapFlags.Write(text.Append(", "), fields.Word());
        text.Append(", ").Descriptor(fields.Int32()).Append(", ").Hex(fields.Word());
    }

    /// <summary>The arguments of what i386's socketcall stands for.</summary>
    public static void SocketcallArguments(CallText text, ref Fields fields)
    {
        text.Append('[');
        for (var separator = ""; !fields.AtEnd; separator = ", ")
        {
            text.Append(separator).Hex(fields.Word());
        }

        text.Append(']');
    }
}
