using Ctrace.Core.Decoding.Arguments;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding;

/// <summary>What follows the equals sign.</summary>
internal static class ResultText
{
    // include/linux/errno.h: what the kernel's own code makes of a signal; nobody but a tracer sees them.
    private static string? Restart(int error) => error switch
    {
        512 => "To be restarted if SA_RESTART is set",
        513 => "To be restarted",
        514 => "To be restarted if no handler",
        516 => "Interrupted by signal",
        _ => null,
    };

    /// <summary>Prints the result by the signature's word for it.</summary>
    public static void Write(CallText text, string kind)
    {
        if (text.Call.Result is not { } result)
        {
            text.Append('?');
        }
        else if (text.Call.Error is > 0 and var error)
        {
            var name = Errno.Name(error);
            if (Restart(error) is { } meaning)
            {
                text.Append("? ").Append(name ?? "").Append(" (").Append(meaning).Append(')');
            }
            else
            {
                text.Append("-1 ").Append(name ?? $"(errno {error})").Append(name is null ? "" : $" ({Errno.Meaning(error)})");
            }
        }
        else
        {
            WriteSuccess(text, kind.Split(':'), result);
        }
    }

    private static void WriteSuccess(CallText text, string[] kind, long result)
    {
        switch (kind[0])
        {
            case "fd":
                text.Descriptor((int)result);
                break;
            case "hex":
                text.Hex(text.Call.Is32Bit ? (uint)result : (ulong)result);
                break;
            case "octal":
                text.Mode((uint)result);
                break;
            case "ticks":
                text.Append((ulong)result);
                break;
            case "fdflags":
                Flagged(text, result, () => Constants.Group("fd_flags").WriteFlags(text, (ulong)result));
                break;
            case "seals":
                Flagged(text, result, () => Constants.Group("seals").WriteFlags(text, (ulong)result));
                break;
            case "openflags":
                text.Hex((ulong)result).Append(" (flags ");
                new SplitArgument(3, Constants.Group("open_mode"), Constants.Group("open_flags")).Write(text, (ulong)result);
                text.Append(')');
                break;
            case "personality":
                text.Hex((ulong)result).Append(" (");
                ScalarText.Personality(text, (ulong)result);
                text.Append(')');
                break;
            case "poll" or "select":
                WriteReady(text, kind, result);
                break;
            default:
                text.Append(result);
                break;
        }
    }

    private static void Flagged(CallText text, long result, Action write)
    {
        text.Hex((ulong)result);
        if (result != 0)
        {
            text.Append(" (flags ");
            write();
            text.Append(')');
        }
    }

    private static void WriteReady(CallText text, string[] kind, long result)
    {
        text.Append(result);
        if (result == 0)
        {
            text.Append(" (Timeout)");
            return;
        }

        text.Append(" (");
        if (kind[0] == "poll")
        {
            PollArgument.WriteReady(text, 0);
        }
        else
        {
            WriteSets(text);
        }

        WriteTimeLeft(text, kind);
        text.Append(')');
    }

    private static void WriteSets(CallText text)
    {
        var separator = "";
        foreach (var (index, name) in ((int, string)[])[(1, "in "), (2, "out "), (3, "except ")])
        {
            if (DescriptorSetArgument.HasAny(text, index, CapturePhase.Exit))
            {
                text.Append(separator).Append(name);
                DescriptorSetArgument.TryWrite(text, index, CapturePhase.Exit);
                separator = ", ";
            }
        }
    }

    // Linux says in the timeout itself how much is left of it (select(2)).
    private static void WriteTimeLeft(CallText text, string[] kind)
    {
        var index = kind is ["select", ..] ? 4 : kind is ["poll", _, _] ? 2 : -1;
        if (index < 0)
        {
            return;
        }

        foreach (var (argument, register) in Signatures.For(text.Call).Arguments)
        {
            if (register == index && argument is StructArgument structure)
            {
                structure.WriteAtExit(text, index, ", left ");
            }
        }
    }
}
