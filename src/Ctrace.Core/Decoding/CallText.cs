using System.Text;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding;

/// <summary>The line that a call becomes, and what is known while it is written.</summary>
internal sealed class CallText(TracedCall call, FormatOptions options, Func<int, string?>? descriptorName)
{
    private readonly StringBuilder _text = new();

    /// <summary>The call.</summary>
    public TracedCall Call { get; } = call;

    /// <summary>The options.</summary>
    public FormatOptions Options { get; } = options;

    public int Length => _text.Length;

    public override string ToString() => _text.ToString();

    public CallText Append(string text)
    {
        _text.Append(text);
        return this;
    }

    public CallText Append(char letter)
    {
        _text.Append(letter);
        return this;
    }

    public CallText Append(long number)
    {
        _text.Append(number);
        return this;
    }

    public CallText Append(ulong number)
    {
        _text.Append(number);
        return this;
    }

    /// <summary>0x1f, and 0 without the prefix, as printf's %#x.</summary>
    public CallText Hex(ulong number) => number == 0 ? Append('0') : Append("0x").Append(number.ToString("x"));

    /// <summary>An address; 0 is NULL.</summary>
    public CallText Pointer(ulong address) => address == 0 ? Append("NULL") : Hex(address);

    /// <summary>An octal number with a leading 0, at least three digits, as strace prints modes.</summary>
    public CallText Mode(uint mode)
    {
        var digits = Convert.ToString(mode, 8);
        return Append((mode == 0 ? digits : "0" + digits).PadLeft(3, '0'));
    }

    /// <summary>A file descriptor, with its name under -y.</summary>
    public CallText Descriptor(int descriptor)
    {
        Append(descriptor);
        if (Options.ShowsDescriptors && descriptor >= 0 && descriptorName?.Invoke(descriptor) is { } name)
        {
            Append(StringText.Name(name));
        }

        return this;
    }

    /// <summary>AT_FDCWD or a descriptor.</summary>
    public CallText DirectoryDescriptor(int descriptor)
    {
        if (descriptor != Constants.AtFdcwd)
        {
            return Descriptor(descriptor);
        }

        Append("AT_FDCWD");
        return Options.ShowsDescriptors && descriptorName?.Invoke(descriptor) is { } name
            ? Append(StringText.Name(name))
            : this;
    }

    /// <summary>A buffer of which so many bytes are known, cut at -s.</summary>
    /// <param name="bytes">What is known of it.</param>
    /// <param name="length">How long it is.</param>
    public CallText Buffer(ReadOnlySpan<byte> bytes, ulong length)
    {
        var shown = bytes[..Math.Min(bytes.Length, Options.StringLimit)];
        return Append(StringText.Quote(shown)).Append((ulong)shown.Length < length ? "..." : "");
    }

    /// <summary>The longest copy from an address, or nothing.</summary>
    public CapturedMemory? Memory(int argument, CapturePhase phase, ulong address, bool isString = false)
    {
        CapturedMemory? longest = null;
        foreach (var memory in Call.Memory)
        {
            if (memory.Argument == argument && memory.Phase == phase && memory.Address == address && memory.Kind == CaptureKind.String == isString
                && (longest is null || memory.Bytes.Length > longest.Value.Bytes.Length))
            {
                longest = memory;
            }
        }

        return longest;
    }

    /// <summary>The fields of a structure of which all of a size was copied.</summary>
    public bool TryFields(int argument, CapturePhase phase, ulong address, int size, out Fields fields)
    {
        fields = default;
        if (Memory(argument, phase, address) is not { } memory || memory.Bytes.Length < size)
        {
            return false;
        }

        fields = new Fields(memory.Bytes.Span[..size], Call.WordSize);
        return true;
    }
}
