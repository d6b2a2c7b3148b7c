using System.Buffers.Binary;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>What getdents wrote: how many entries, as far as they were copied.</summary>
internal sealed class DirectoryEntriesArgument(bool is64) : Argument
{
    private const ushort Limit = 4096;

    public override bool IsOutput => true;

    public override IEnumerable<CaptureStep> Steps(byte index, int stringLimit, int word) =>
        [new(index, CapturePhase.Exit, CaptureKind.Result, CaptureStep.NoOther, 0, Limit)];

    public override void Write(CallText text, int index)
    {
        var address = text.Call.Argument(index);
        text.Pointer(address);
        if (!text.Call.Succeeded)
        {
            return;
        }

        var memory = text.Memory(index, CapturePhase.Exit, address);
        if (text.Call.Result != 0 && memory is null)
        {
            return;
        }

        // d_ino and d_off come before d_reclen: 8 bytes each in struct linux_dirent64, a word each in linux_dirent.
        var lengthAt = is64 ? 16 : 2 * text.Call.WordSize;
        var rest = memory is null ? [] : memory.Value.Bytes.Span;
        var entries = 0;
        while (rest.Length >= lengthAt + 2 && BinaryPrimitives.ReadUInt16LittleEndian(rest[lengthAt..]) is > 0 and var length && length <= rest.Length)
        {
            entries++;
            rest = rest[length..];
        }

        text.Append(" /* ").Append(entries).Append(memory is { Truncated: true } ? "+" : "").Append(entries == 1 ? " entry */" : " entries */");
    }
}
