using System.Globalization;
using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Decoding.Arguments;

/// <summary>The words of tables/decoding.csv; docs/decoding.md lists them.</summary>
internal static class ArgumentWords
{
    private static readonly Dictionary<string, Action<CallText, ulong>> Scalars = new(StringComparer.Ordinal)
    {
        ["capability"] = ScalarText.Capabilities,
        ["dirfd"] = (text, value) => text.DirectoryDescriptor((int)value),
        ["fd"] = (text, value) => text.Descriptor((int)value),
        ["futex-mask"] = ScalarText.FutexMask,
        ["futex-op"] = ScalarText.FutexOperation,
        ["hex"] = (text, value) => text.Hex(value),
        ["hexint"] = (text, value) => text.Hex((uint)value),
        ["int"] = (text, value) => text.Append((int)value),
        ["ioctl"] = ScalarText.IoctlRequest,
        ["ipc-key"] = ScalarText.IpcKey,
        ["long"] = ScalarText.Long,
        ["map-flags"] = (text, value) => MemoryMapFlags.Write(text, (uint)value),
        ["mode"] = (text, value) => text.Mode((ushort)value),
        ["node-mode"] = ScalarText.NodeMode,
        ["offset"] = (text, value) => text.Hex(value),
        ["packet-type"] = ScalarText.PacketType,
        ["pages"] = (text, value) => text.Hex(value << 12), // in units of 4096 bytes (mmap2(2))
        ["personality"] = ScalarText.Personality,
        ["ptr"] = (text, value) => text.Pointer(value),
        ["signal"] = (text, value) => text.Append((int)value == 0 ? "0" : SignalLayouts.Name((int)value)),
        ["statx-flags"] = ScalarText.StatxFlags,
        ["uid"] = ScalarText.Id,
        ["uint"] = (text, value) => text.Append((ulong)(uint)value),
        ["ulong"] = (text, value) => text.Append(value),
    };

    /// <summary>The argument that a word describes.</summary>
    public static Argument Parse(string word)
    {
        var parts = word.Split(':');
        if (Scalars.TryGetValue(parts[0], out var scalar))
        {
            return new ScalarArgument(scalar);
        }

        return parts[0] switch
        {
            "affinity" => new AffinityArgument(isOutput: true),
            "affinity-in" => new AffinityArgument(isOutput: false),
            "argv" => new StringsArgument(countOnly: false),
            "array" => new ArrayArgument(Element(parts[1]), Index(parts[2])),
            "buffer" => new BufferArgument(Index(parts[1])),
            "clone" => new CloneArgument(),
            "clone-rest" => new CloneRestArgument(),
            "clone3" => new Clone3Argument(),
            "clone3-result" => new Clone3ResultArgument(),
            "create-mode" => new ConditionalArgument(Parse("mode"), CreatesFile(Index(parts[1]))),
            "device" => new ConditionalArgument(new ScalarArgument(FileLayouts.Device), MakesDevice(Index(parts[1]))),
            "dirents" => new DirectoryEntriesArgument(is64: false),
            "dirents64" => new DirectoryEntriesArgument(is64: true),
            "enum" => Enumeration(Constants.Group(parts[1])),
            "envp" => new StringsArgument(countOnly: true),
            "fdset" => new DescriptorSetArgument(),
            "flags" => Flags(Constants.Group(parts[1])),
            "high-low" => new PairArgument(highFirst: true),
            "iovec" => new VectorArgument(Index(parts[1]), VectorData.In),
            "iovec-addresses" => new VectorArgument(Index(parts[1]), VectorData.Addresses),
            "iovec-out" => new VectorArgument(Index(parts[1]), VectorData.Out),
            "ipc-flags" => Ipc(Constants.Group(parts[1])),
            "left" => new StructArgument(LayoutTable.Find(parts[1]), Direction.Left),
            "mmsghdr" => new MessagesArgument(Index(parts[1])),
            "mmsghdr-out" => new MessagesArgument(null),
            "msghdr" => new MessageArgument(isOutput: false),
            "msghdr-out" => new MessageArgument(isOutput: true),
            "name" => new ThreadNameArgument(isOutput: false),
            "name-out" => new ThreadNameArgument(isOutput: true),
            "none" or "skip" or "sigreturn" => new NoArgument(),
            "option" => new SocketOptionValueArgument(Index(parts[1]), isOutput: false),
            "option-out" => new SocketOptionValueArgument(Index(parts[1]), isOutput: true),
            "out" => new StructArgument(LayoutTable.Find(parts[1]), Direction.Out),
            "pair" => new PairArgument(highFirst: false),
            "path" => new PathArgument(isPath: true),
            "pollfds" => new PollArgument(Index(parts[1])),
            "remaining" => new StructArgument(LayoutTable.Find(parts[1]), Direction.Remaining),
            "restart" => new ScalarArgument((text, _) => text.Append("<... resuming interrupted system call ...>")),
            "result" => new ResultArgument(ResultStyle.Text),
            "result-hex" => new ResultArgument(ResultStyle.Hexadecimal),
            "result-string" => new ResultArgument(ResultStyle.Path),
            "results" => new ArrayArgument(Element(parts[1]), null),
            "select-mask" => new SelectMaskArgument(),
            "sigset" => new SignalSetArgument(isOutput: false),
            "sigset-out" => new SignalSetArgument(isOutput: true),
            "sockaddr" => new SocketAddressArgument(Index(parts[1]), isOutput: false),
            "sockaddr-out" => new SocketAddressArgument(Index(parts[1]), isOutput: true),
            "socklen" => new SocketLengthArgument(),
            "sockopt" => new SocketOptionArgument(Index(parts[1])),
            "split" => new SplitArgument(ulong.Parse(parts[1], CultureInfo.InvariantCulture), Constants.Group(parts[2]), Constants.Group(parts[3])),
            "string" => new PathArgument(isPath: false),
            "struct" => new StructArgument(LayoutTable.Find(parts[1]), Direction.In),
            "update" => new StructArgument(LayoutTable.Find(parts[1]), Direction.Update),
            "wait-status" => new WaitStatusArgument(),
            _ => throw new FormatException($"'{word}' is no kind of argument"),
        };
    }

    private static byte Index(string digit) => byte.Parse(digit, CultureInfo.InvariantCulture);

    // In a list the numbers have no brackets of their own.
    private static Layout Element(string name) => name switch
    {
        "id" => new Layout(4, ValueLayouts.IdElement),
        "id16" => new Layout(2, ValueLayouts.Id16Element),
        _ => LayoutTable.Find(name),
    };

    private static ScalarArgument Enumeration(ConstantGroup group) => new((text, value) => group.WriteValue(text, Known(text, group, value)));

    private static ScalarArgument Flags(ConstantGroup group) => new((text, value) => group.WriteFlags(text, (uint)value == value ? value : (uint)value));

    private static ScalarArgument Ipc(ConstantGroup group) => new((text, value) => ScalarText.IpcFlags(text, value, group));

    // A constant below zero (KEY_SPEC_*, RUSAGE_CHILDREN) is passed in 32 bits or in 64.
    private static ulong Known(CallText text, ConstantGroup group, ulong value) =>
        group.Name((ulong)(int)value) is not null ? (ulong)(int)value : (uint)value;

    private static Func<TracedCall, bool> CreatesFile(int flags) => call =>
    {
        // O_CREAT, or __O_TMPFILE, which O_TMPFILE adds to O_DIRECTORY (open(2)).
        var value = call.Argument(flags);
        return (value & Constants.Value("O_CREAT")) != 0 || (value & 0x40_0000) != 0;
    };

    private static Func<TracedCall, bool> MakesDevice(int mode) => call => (call.Argument(mode) & 0xf000) is 0x2000 or 0x6000;
}
