using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>How the bytes that a call returned are shown.</summary>
internal enum ResultStyle
{
    /// <summary>As text, cut at -s.</summary>
    Text,

    /// <summary>As a path that ends with a NUL, which the result counts (getcwd).</summary>
    Path,

    /// <summary>Each byte as \x1f, as strace shows what is random.</summary>
    Hexadecimal,
}

/// <summary>Bytes that the call writes, as many as its result says.</summary>
internal sealed class ResultArgument(ResultStyle style) : Argument
{
    private const int PathMax = 4096;

    public override bool IsOutput => true;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Exit, CaptureKind.Result, CaptureStep.NoOther, 0, (ushort)(style == ResultStyle.Path ? PathMax : stringLimit))];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        var length = text.Call.Succeeded ? (ulong)text.Call.Result!.Value : 0;
        var memory = text.Call.Succeeded ? text.Memory(index, CapturePhase.Exit, address) : null;
        if (text.Call.Succeeded && address != 0 && (length == 0 || text.Options.StringLimit == 0) && style != ResultStyle.Path)
        {
            text.Append(length == 0 ? "\"\"" : "\"\"...");
        }
        else if (memory is null)
        {
            text.Pointer(address);
        }
        else if (style == ResultStyle.Path)
        {
            var path = memory.Value.Bytes.Span;
            text.Append(StringText.Quote(path.Length > 0 && path[^1] == 0 ? path[..^1] : path));
        }
        else if (style == ResultStyle.Hexadecimal)
        {
            var shown = memory.Value.Bytes.Span[..Math.Min(memory.Value.Bytes.Length, text.Options.StringLimit)];
            text.Append('"');
            foreach (var value in shown)
            {
                text.Append("\\x").Append(value.ToString("x2"));
            }

            text.Append('"').Append((ulong)shown.Length < length ? "..." : "");
        }
        else
        {
            text.Buffer(memory.Value.Bytes.Span, length);
        }
    }
}
