using System.Buffers.Binary;

namespace Ctrace.Probes;

/// <summary>Type information as the kernel and compilers write it (BTF: Documentation/bpf/btf.rst; include/uapi/linux/btf.h), as bytes.</summary>
internal readonly ref struct TypeInformation
{
    /// <summary>What begins it.</summary>
    public const ushort Magic = 0xEB9F;

    /// <summary>struct btf_header.</summary>
    public const int HeaderSize = 24;

    /// <summary>struct btf_type: the name, what it is, and a size or another type. More can follow, by kind.</summary>
    public const int TypeSize = 12;

    private readonly ReadOnlySpan<byte> _types;
    private readonly ReadOnlySpan<byte> _strings;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">This is no such information.</exception>
    public TypeInformation(ReadOnlySpan<byte> all)
    {
        if (all.Length < HeaderSize || BinaryPrimitives.ReadUInt16LittleEndian(all) != Magic)
        {
            throw new InvalidDataException("no BTF");
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(all[4..]);
        _types = Part(all, start, 8);
        _strings = Part(all, start, 16);
    }

    /// <summary>Where the first type stands, that of number 1.</summary>
    public const int First = 0;

    /// <summary>Whether a type stands there, and not the end.</summary>
    public bool Has(int offset) => offset < _types.Length;

    /// <summary>Where the type after this one stands.</summary>
    /// <exception cref="InvalidDataException">This one is cut off, or of no known kind.</exception>
    public int Next(int offset)
    {
        var rest = _types[offset..];
        return rest.Length >= TypeSize && SizeOf(rest) is var size && size <= rest.Length ? offset + size : throw new InvalidDataException("a type of BTF is cut off");
    }

    /// <summary>What kind of type stands there.</summary>
    public TypeKind KindAt(int offset) => KindOf(_types[offset..]);

    /// <summary>All of what stands there.</summary>
    public ReadOnlySpan<byte> At(int offset) => _types.Slice(offset, SizeOf(_types[offset..]));

    /// <summary>Where the name of a type stands among the strings.</summary>
    public uint NameAt(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_types[offset..]);

    /// <summary>A string, without its end.</summary>
    public ReadOnlySpan<byte> Text(uint place)
    {
        var rest = place < _strings.Length ? _strings[(int)place..] : [];
        return rest.IndexOf((byte)0) is var end and >= 0 ? rest[..end] : rest;
    }

    /// <summary>What kind of type this is.</summary>
    public static TypeKind KindOf(ReadOnlySpan<byte> type) => (TypeKind)((BinaryPrimitives.ReadUInt32LittleEndian(type[4..]) >> 24) & 0x1f);

    /// <summary>How many members, values or parameters it has.</summary>
    public static int CountOf(ReadOnlySpan<byte> type) => BinaryPrimitives.ReadUInt16LittleEndian(type[4..]);

    /// <summary>How large each of those is.</summary>
    public static int ItemSize(TypeKind kind) => kind switch
    {
        TypeKind.Struct or TypeKind.Union or TypeKind.Section or TypeKind.Enum64 => 12,
        TypeKind.Enum or TypeKind.Prototype => 8,
        _ => 0,
    };

    private static int SizeOf(ReadOnlySpan<byte> type) => TypeSize + KindOf(type) switch
    {
        TypeKind.Int or TypeKind.Variable or TypeKind.DeclarationTag => sizeof(uint),
        TypeKind.Array => 12,
        <= TypeKind.Enum64 and var kind => CountOf(type) * ItemSize(kind),
        var kind => throw new InvalidDataException($"BTF has a type of kind {(int)kind}"),
    };

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> all, uint start, int at)
    {
        var offset = start + (ulong)BinaryPrimitives.ReadUInt32LittleEndian(all[at..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(all[(at + sizeof(uint))..]);
        return offset + length <= (ulong)all.Length ? all.Slice((int)offset, (int)length) : throw new InvalidDataException("BTF is cut off");
    }
}

/// <summary>BTF_KIND_*.</summary>
internal enum TypeKind : byte
{
    Void, Int, Pointer, Array, Struct, Union, Enum, Forward, Typedef, Volatile, Const, Restrict, Function, Prototype, Variable, Section, Float, DeclarationTag, TypeTag, Enum64,
}
