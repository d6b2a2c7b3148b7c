using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Layouts;

/// <summary>Resources, capabilities, terminals and the system.</summary>
internal static class SystemLayouts
{
    /// <summary>struct rlimit: two longs.</summary>
    public static void Rlimit(CallText text, ref Fields fields)
    {
        var isShort = text.Call.WordSize == 4;
        Limits(text, fields.Word(), fields.Word(), isShort ? uint.MaxValue : ulong.MaxValue, isShort ? "RLIM" : "RLIM64");
    }

    /// <summary>struct rlimit64.</summary>
    public static void Rlimit64(CallText text, ref Fields fields) => Limits(text, fields.UInt64(), fields.UInt64(), ulong.MaxValue, "RLIM64");

    /// <summary>struct rusage, its two times.</summary>
    public static void Rusage(CallText text, ref Fields fields)
    {
        TimeLayouts.Timeval(text.Append("{ru_utime="), ref fields);
        TimeLayouts.Timeval(text.Append(", ru_stime="), ref fields);
        text.Append(", ...}");
    }

    /// <summary>struct new_utsname: six times 65 bytes.</summary>
    public static void Utsname(CallText text, ref Fields fields) =>
        text.Append("{sysname=").Append(Text(fields.Bytes(65))).Append(", nodename=").Append(Text(fields.Bytes(65))).Append(", ...}");

    /// <summary>struct sysinfo.</summary>
    public static void Sysinfo(CallText text, ref Fields fields)
    {
        text.Append("{uptime=").Append(fields.SignedWord()).Append(", loads=[").Append(fields.Word()).Append(", ").Append(fields.Word())
            .Append(", ").Append(fields.Word()).Append(']');
        foreach (var name in (string[])["totalram", "freeram", "sharedram", "bufferram", "totalswap", "freeswap"])
        {
            text.Append(", ").Append(name).Append('=').Append(fields.Word());
        }

        text.Append(", procs=").Append((ulong)fields.UInt16());
        fields.Skip(text.Call.WordSize - 2);
        text.Append(", totalhigh=").Append(fields.Word()).Append(", freehigh=").Append(fields.Word())
            .Append(", mem_unit=").Append((ulong)fields.UInt32()).Append('}');
    }

    /// <summary>struct __user_cap_header_struct.</summary>
    public static void CapabilityHeader(CallText text, ref Fields fields)
    {
        Constants.Group("capability_versions").WriteValue(text.Append("{version="), fields.UInt32());
        text.Append(", pid=").Append(fields.Int32()).Append('}');
    }

    /// <summary>struct __user_cap_data_struct[2]: the low halves of three sets, then the high halves.</summary>
    public static void CapabilityData(CallText text, ref Fields fields)
    {
        Span<ulong> sets = stackalloc ulong[3];
        for (var half = 0; half < 2; half++)
        {
            for (var set = 0; set < 3; set++)
            {
                sets[set] |= (ulong)fields.UInt32() << (32 * half);
            }
        }

        Capabilities(text.Append("{effective="), sets[0]);
        Capabilities(text.Append(", permitted="), sets[1]);
        Capabilities(text.Append(", inheritable="), sets[2]);
        text.Append('}');
    }

    /// <summary>struct winsize.</summary>
    public static void Winsize(CallText text, ref Fields fields) => text
        .Append("{ws_row=").Append((ulong)fields.UInt16()).Append(", ws_col=").Append((ulong)fields.UInt16())
        .Append(", ws_xpixel=").Append((ulong)fields.UInt16()).Append(", ws_ypixel=").Append((ulong)fields.UInt16()).Append('}');

    /// <summary>struct sock_fprog.</summary>
    public static void BpfProgram(CallText text, ref Fields fields)
    {
        text.Append("{len=").Append((ulong)fields.UInt16());
        fields.Skip(text.Call.WordSize - 2);
        text.Append(", filter=").Pointer(fields.Word()).Append('}');
    }

    private static void Limits(CallText text, ulong current, ulong maximum, ulong infinity, string prefix)
    {
        Limit(text.Append("{rlim_cur="), current, infinity, prefix);
        Limit(text.Append(", rlim_max="), maximum, infinity, prefix);
        text.Append('}');
    }

    private static void Limit(CallText text, ulong limit, ulong infinity, string prefix)
    {
        if (limit == infinity)
        {
            text.Append(prefix).Append("_INFINITY");
        }
        else if (limit > 1024 && limit % 1024 == 0)
        {
            text.Append(limit / 1024).Append("*1024");
        }
        else
        {
            text.Append(limit);
        }
    }

    private static void Capabilities(CallText text, ulong set)
    {
        var separator = "";
        for (var number = 0; number < 64; number++)
        {
            if ((set & (1UL << number)) != 0)
            {
                var name = Capability.Name(number) is { } known ? "CAP_" + known.ToUpperInvariant() : number.ToString();
                text.Append(separator).Append("1<<").Append(name);
                separator = "|";
            }
        }

        text.Append(set == 0 ? "0" : "");
    }

    private static string Text(ReadOnlySpan<byte> field) => StringText.Quote(field.UpToNul());
}
