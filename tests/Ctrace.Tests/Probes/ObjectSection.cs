using System.Buffers.Binary;
using Ctrace.Interop;

namespace Ctrace.Tests.Probes;

/// <summary>A section of an embedded object (elf(5), 64 bits, little-endian).</summary>
/// <param name="Type">SHT_*.</param>
/// <param name="Flags">SHF_*, the lower half.</param>
/// <param name="Link">Another section's place, by type.</param>
/// <param name="Info">What else the section is of: of relocations the section that they are for.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ObjectSection(int Type, int Flags, int Link, int Info, ReadOnlyMemory<byte> Content)
{
    private const int HeaderSize = 64;

    /// <summary>All of an object's, in their order.</summary>
    public static IReadOnlyList<ObjectSection> Of(string resource)
    {
        var image = BpfObject.Image(resource);
        var start = (int)BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(40));
        var count = BinaryPrimitives.ReadInt16LittleEndian(image.AsSpan(60));
        return [.. Enumerable.Range(0, count).Select(at => Read(image, start + (at * HeaderSize)))];
    }

    private static ObjectSection Read(byte[] image, int at)
    {
        const int NoBits = 8; // SHT_NOBITS: it has a size, and no bytes in the file
        var header = image.AsSpan(at, HeaderSize);
        var type = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        var (offset, size) = ((int)BinaryPrimitives.ReadInt64LittleEndian(header[24..]), (int)BinaryPrimitives.ReadInt64LittleEndian(header[32..]));
        return new ObjectSection(type, BinaryPrimitives.ReadInt32LittleEndian(header[8..]), BinaryPrimitives.ReadInt32LittleEndian(header[40..]), BinaryPrimitives.ReadInt32LittleEndian(header[44..]),
            type == NoBits ? default : image.AsMemory(offset, size));
    }
}
