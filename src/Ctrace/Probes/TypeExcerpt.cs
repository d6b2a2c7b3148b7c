using System.Buffers.Binary;
using System.Text;

namespace Ctrace.Probes;

/// <summary>
/// An excerpt of type information: the types of some names, and what lies in them. A pointer in it points to nothing, as no relocation follows one
/// (libbpf, relo_core.c). libbpf compares each type that a probe names with each of the kernel's 150,000; with those of an excerpt that takes no time.
/// </summary>
internal readonly ref struct TypeExcerpt
{
    // One pointer, to nothing, stands for all.
    private const uint AnyPointer = 1;

    private readonly TypeInformation _source;
    // Where every 64th type stands: of 150,000, a structure's members name few.
    private readonly List<int> _marks;
    private const int BetweenMarks = 64;
    private readonly Dictionary<int, uint> _numbers = [];
    private readonly List<byte[]> _types = [[0, 0, 0, 0, 0, 0, 0, (byte)TypeKind.Pointer, 0, 0, 0, 0]];
    private readonly Dictionary<uint, uint> _places = [];
    private readonly List<byte> _strings = [];

    private TypeExcerpt(TypeInformation source, List<int> marks)
    {
        _source = source;
        _marks = marks;
        Place(0);
    }

    /// <summary>The names of all structures, unions, enumerations and type definitions, without what follows three underscores: a probe tells versions of one apart by it.</summary>
    /// <exception cref="InvalidDataException">This is no type information.</exception>
    public static IReadOnlySet<string> Names(ReadOnlySpan<byte> types)
    {
        var source = new TypeInformation(types);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var offset = TypeInformation.First; source.Has(offset); offset = source.Next(offset))
        {
            if (IsNamed(source.KindAt(offset)) && Encoding.UTF8.GetString(source.Text(source.NameAt(offset))) is { Length: > 0 } name)
            {
                names.Add(name.IndexOf("___", StringComparison.Ordinal) is var end and > 0 ? name[..end] : name);
            }
        }

        return names;
    }

    /// <summary>The types of these names, all that have one, in their order.</summary>
    /// <exception cref="InvalidDataException">This is no type information.</exception>
    public static byte[] Of(ReadOnlySpan<byte> types, IReadOnlySet<string> names)
    {
        var source = new TypeInformation(types);
        var wanted = names.Select(Encoding.UTF8.GetBytes).GroupBy(name => name.Length).ToDictionary(group => group.Key, group => group.ToArray());
        var (marks, found, number) = (new List<int>(), new List<int>(), 0);
        for (int offset = TypeInformation.First, next; source.Has(offset); offset = next, number++)
        {
            next = source.Next(offset);
            if (number % BetweenMarks == 0)
            {
                marks.Add(offset);
            }

            if (IsNamed(source.KindAt(offset)) && IsOneOf(wanted, source.Text(source.NameAt(offset))))
            {
                found.Add(offset);
            }
        }

        var excerpt = new TypeExcerpt(source, marks);
        foreach (var offset in found)
        {
            excerpt.Take(offset);
        }

        return excerpt.Write();
    }

    private static bool IsOneOf(Dictionary<int, byte[][]> names, ReadOnlySpan<byte> text)
    {
        foreach (var name in names.GetValueOrDefault(text.Length, []))
        {
            if (text.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(TypeKind kind) => kind is TypeKind.Struct or TypeKind.Union or TypeKind.Enum or TypeKind.Enum64 or TypeKind.Typedef;

    /// <summary>Where the type of a number stands.</summary>
    private int Find(uint number)
    {
        var at = (int)Math.Min(number - 1, int.MaxValue);
        var offset = at / BetweenMarks < _marks.Count ? _marks[at / BetweenMarks] : throw new InvalidDataException($"BTF has no type {number}");
        for (var rest = at % BetweenMarks; rest > 0 && _source.Has(offset); rest--)
        {
            offset = _source.Next(offset);
        }

        return _source.Has(offset) ? offset : throw new InvalidDataException($"BTF has no type {number}");
    }

    /// <summary>The number that a type has here; it and what lies in it are copied when they are not yet.</summary>
    private uint Take(int offset)
    {
        var kind = _source.KindAt(offset);
        if (kind == TypeKind.Pointer)
        {
            return AnyPointer;
        }

        if (_numbers.TryGetValue(offset, out var number))
        {
            return number;
        }

        var type = _source.At(offset).ToArray();
        _types.Add(type);
        number = (uint)_types.Count;
        _numbers[offset] = number;
        Rename(type, 0);
        var (count, size) = (TypeInformation.CountOf(type), TypeInformation.ItemSize(kind));
        switch (kind)
        {
            case TypeKind.Array:
                Renumber(type, TypeInformation.TypeSize);
                Renumber(type, TypeInformation.TypeSize + sizeof(uint));
                break;
            case TypeKind.Struct or TypeKind.Union or TypeKind.Enum or TypeKind.Enum64:
                for (var at = TypeInformation.TypeSize; at < TypeInformation.TypeSize + (count * size); at += size)
                {
                    Rename(type, at);
                    if (kind is TypeKind.Struct or TypeKind.Union)
                    {
                        Renumber(type, at + sizeof(uint));
                    }
                }

                break;
            case TypeKind.Typedef or TypeKind.Volatile or TypeKind.Const or TypeKind.Restrict or TypeKind.TypeTag:
                Renumber(type, 2 * sizeof(uint));
                break;
        }

        return number;
    }

    private void Renumber(byte[] type, int at)
    {
        var old = BinaryPrimitives.ReadUInt32LittleEndian(type.AsSpan(at));
        BinaryPrimitives.WriteUInt32LittleEndian(type.AsSpan(at), old == 0 ? 0 : Take(Find(old)));
    }

    private void Rename(byte[] type, int at) => BinaryPrimitives.WriteUInt32LittleEndian(type.AsSpan(at), Place(BinaryPrimitives.ReadUInt32LittleEndian(type.AsSpan(at))));

    /// <summary>Where a string of the source's stands here.</summary>
    private uint Place(uint old)
    {
        if (!_places.TryGetValue(old, out var place))
        {
            place = (uint)_strings.Count;
            _strings.AddRange(_source.Text(old));
            _strings.Add(0);
            _places[old] = place;
        }

        return place;
    }

    private byte[] Write()
    {
        var size = _types.Sum(type => type.Length);
        var all = new byte[TypeInformation.HeaderSize + size + _strings.Count];
        BinaryPrimitives.WriteUInt16LittleEndian(all, TypeInformation.Magic);
        all[2] = 1; // BTF_VERSION
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(4), TypeInformation.HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(12), size);
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(16), size);
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(20), _strings.Count);
        var at = TypeInformation.HeaderSize;
        foreach (var type in _types)
        {
            type.CopyTo(all, at);
            at += type.Length;
        }

        _strings.CopyTo(all, at);
        return all;
    }
}
