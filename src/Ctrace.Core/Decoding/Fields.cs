using System.Buffers.Binary;

namespace Ctrace.Core.Decoding;

/// <summary>Reads a structure's fields one after the other. Little-endian, as all architectures here are; past the end everything is 0.</summary>
internal ref struct Fields
{
    private readonly int _word;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins at the first byte.</summary>
    /// <param name="bytes">The structure.</param>
    /// <param name="word">The size of a long.</param>
    public Fields(ReadOnlySpan<byte> bytes, int word)
    {
        _rest = bytes;
        _word = word;
    }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public ushort UInt16() => (ushort)Next(2);

    public int Int32() => (int)Next(4);

    public uint UInt32() => (uint)Next(4);

    public long Int64() => (long)Next(8);

    public ulong UInt64() => Next(8);

    /// <summary>An unsigned long or a pointer.</summary>
    public ulong Word() => Next(_word);

    /// <summary>A long.</summary>
    public long SignedWord() => _word == 4 ? (int)Next(4) : (long)Next(8);

    /// <summary>Everything that is left, at most so many bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        var taken = _rest[..Math.Min(count, _rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }

    public void Skip(int count) => Bytes(count);

    private ulong Next(int size)
    {
        Span<byte> field = stackalloc byte[8];
        field.Clear();
        Bytes(size).CopyTo(field);
        return BinaryPrimitives.ReadUInt64LittleEndian(field);
    }
}
