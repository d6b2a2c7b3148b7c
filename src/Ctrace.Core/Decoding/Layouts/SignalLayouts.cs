using System.Numerics;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Layouts;

/// <summary>Signals, sets of them and what comes with them.</summary>
internal static class SignalLayouts
{
    /// <summary>SIGTERM, SIGRTMIN, SIGRT_1; a number that is none as it is.</summary>
    public static string Name(int signal) => signal switch
    {
        32 => "SIGRTMIN", // the kernel's, include/uapi/asm-generic/signal.h
        > 32 and <= 64 => $"SIGRT_{signal - 32}",
        _ => Constants.Group("signals").Name((ulong)signal) ?? signal.ToString(),
    };

    /// <summary>[INT TERM], or ~[INT] when most are in it.</summary>
    public static void Set(CallText text, ulong set)
    {
        var inverted = BitOperations.PopCount(set) >= 64 * 2 / 3;
        var shown = inverted ? ~set : set;
        text.Append(inverted ? "~[" : "[");
        var separator = "";
        for (var signal = 1; signal <= 64; signal++)
        {
            if ((shown & (1UL << (signal - 1))) != 0)
            {
                text.Append(separator).Append(Name(signal)[3..]);
                separator = " ";
            }
        }

        text.Append(']');
    }

    /// <summary>old_sigset_t, a word of signals 1 to 32: its 64-bit form no 32-bit program has.</summary>
    public static void Set32(CallText text, ref Fields fields)
    {
        var set = fields.UInt32();
        Set(text, BitOperations.PopCount(set) >= 32 * 2 / 3 ? set | 0xffff_ffff_0000_0000 : set);
    }

    /// <summary>struct old_sigaction: handler, mask, flags, restorer (include/linux/signal_types.h).</summary>
    public static void OldSigaction(CallText text, ref Fields fields)
    {
        var (handler, mask, flags, restorer) = (fields.Word(), fields.Word(), fields.Word(), fields.Word());
        Action(text, handler, mask, flags, restorer);
    }

    /// <summary>struct sigaction as the kernel has it: handler, flags, restorer, mask (include/linux/signal_types.h).</summary>
    public static void Sigaction(CallText text, ref Fields fields)
    {
        var (handler, flags) = (fields.Word(), fields.Word());
        var restorer = text.Call.Architecture == Architecture.Aarch64 ? 0 : fields.Word();
        Action(text, handler, fields.UInt64(), flags, restorer);
    }

    private static void Action(CallText text, ulong handler, ulong mask, ulong flags, ulong restorer)
    {
        text.Append("{sa_handler=").Append(handler switch { 0 => "SIG_DFL", 1 => "SIG_IGN", _ => "" });
        if (handler > 1)
        {
            text.Hex(handler);
        }

        Set(text.Append(", sa_mask="), mask);
        Constants.Group("sa_flags").WriteFlags(text.Append(", sa_flags="), flags);
        if ((flags & Constants.Value("SA_RESTORER")) != 0)
        {
            text.Append(", sa_restorer=").Pointer(restorer);
        }

        text.Append('}');
    }

    /// <summary>stack_t: sp, int flags, size.</summary>
    public static void Stack(CallText text, ref Fields fields)
    {
        text.Append("{ss_sp=").Pointer(fields.Word()).Append(", ss_flags=");
        Constants.Group("sigaltstack_flags").WriteFlags(text, fields.UInt32());
        fields.Skip(text.Call.WordSize - 4);
        text.Append(", ss_size=").Append(fields.Word()).Append('}');
    }

    /// <summary>struct sigevent: value, signo, notify.</summary>
    public static void Sigevent(CallText text, ref Fields fields)
    {
        var value = fields.Word();
        text.Append("{sigev_value={sival_int=").Append((int)value).Append(", sival_ptr=").Pointer(value).Append("}, sigev_signo=")
            .Append(Name(fields.Int32())).Append(", sigev_notify=");
        Constants.Group("sigev").WriteValue(text, fields.UInt32());
        text.Append('}');
    }

    /// <summary>siginfo_t: signo, errno, code, and by the two what follows (include/uapi/asm-generic/siginfo.h).</summary>
    public static void Siginfo(CallText text, ref Fields fields)
    {
        var (signal, error, code) = (fields.Int32(), fields.Int32(), fields.Int32());
        fields.Skip(text.Call.WordSize - 4);
        if (signal == 0)
        {
            text.Append("{}");
            return;
        }

        text.Append("{si_signo=").Append(Name(signal)).Append(", si_code=").Append(Code(signal, code));
        if (error != 0)
        {
            text.Append(", si_errno=").Append(Errno.Name(error) ?? error.ToString());
        }

        Rest(text, signal, code, ref fields);
        text.Append('}');
    }

    /// <summary>SI_USER, SEGV_MAPERR, CLD_EXITED.</summary>
    public static string Code(int signal, int code)
    {
        var group = Name(signal) switch
        {
            "SIGCHLD" => "sigcodes_chld",
            "SIGILL" => "sigcodes_ill",
            "SIGFPE" => "sigcodes_fpe",
            "SIGSEGV" => "sigcodes_segv",
            "SIGBUS" => "sigcodes_bus",
            "SIGTRAP" => "sigcodes_trap",
            "SIGSYS" => "sigcodes_sys",
            "SIGIO" => "sigcodes_poll",
            _ => "sigcodes",
        };
        return Constants.Group("sigcodes").Name((ulong)code) ?? Constants.Group(group).Name((ulong)code) ?? code.ToString();
    }

    private static void Rest(CallText text, int signal, int code, ref Fields fields)
    {
        switch (Name(signal))
        {
            case "SIGCHLD" when code > 0:
                text.Append(", si_pid=").Append(fields.Int32()).Append(", si_uid=").Append(fields.UInt32());
                var status = fields.Int32();
                text.Append(", si_status=").Append(code == 1 ? status.ToString() : Name(status));
                fields.Skip(text.Call.WordSize - 4);
                text.Append(", si_utime=").Append(fields.SignedWord()).Append(", si_stime=").Append(fields.SignedWord());
                break;
            case "SIGSEGV" or "SIGBUS" or "SIGILL" or "SIGFPE" or "SIGTRAP" when code > 0:
                text.Append(", si_addr=").Pointer(fields.Word());
                break;
            default:
                if (code <= 0)
                {
                    text.Append(", si_pid=").Append(fields.Int32()).Append(", si_uid=").Append(fields.UInt32());
                }

                if (code == -1)
                {
                    // SI_QUEUE
                    var value = fields.Word();
                    text.Append(", si_value={int=").Append((int)value).Append(", ptr=").Pointer(value).Append('}');
                }

                break;
        }
    }
}
