using System.Buffers.Binary;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>
/// What apparmor_parser made of one profile's file rules, run as the kernel runs it (security/apparmor/match.c: unpack_table,
/// aa_dfa_next; policy_compat.c: map_old_perms), so that a path's permissions are those that the kernel would find.
/// </summary>
internal sealed class AppArmorPolicy
{
    private const uint Magic = 0x1B5E783D, DifferenceEncoded = 0x80000000;
    private const int Accept = 1, Base = 2, Check = 3, Default = 4, Equivalence = 5, Next = 8;
    private const int Start = 1;

    private readonly Dictionary<int, uint[]> _tables = [];

    private AppArmorPolicy(ReadOnlySpan<byte> automaton)
    {
        automaton = automaton[(int)BinaryPrimitives.ReadUInt32BigEndian(automaton[4..])..];
        while (automaton.Length >= 12)
        {
            var id = BinaryPrimitives.ReadUInt16BigEndian(automaton);
            var size = BinaryPrimitives.ReadUInt16BigEndian(automaton[2..]);
            var count = (int)BinaryPrimitives.ReadUInt32BigEndian(automaton[8..]);
            var table = new uint[count];
            for (var i = 0; i < count; i++)
            {
                var element = automaton[(12 + (i * size))..];
                table[i] = size switch { 1 => element[0], 2 => BinaryPrimitives.ReadUInt16BigEndian(element), _ => BinaryPrimitives.ReadUInt32BigEndian(element) };
            }

            _tables[id] = table;
            automaton = automaton[Math.Min(automaton.Length, (12 + (count * size) + 7) & ~7)..];
        }
    }

    /// <summary>Compiles a profile.</summary>
    public static AppArmorPolicy Compile(string profile, string directory)
    {
        var (source, binary) = (Path.Combine(directory, "profile"), Path.Combine(directory, "policy"));
        File.WriteAllText(source, profile);
        File.Delete(binary);
        var parser = Tool.Run("apparmor_parser", "--skip-kernel-load", "--skip-cache", "--ofile", binary, source);
        Assert.Equal(0, parser.Status);
        ReadOnlySpan<byte> policy = File.ReadAllBytes(binary);
        // The rules on files are the last automaton of the profile; those on all else come before.
        var name = policy.LastIndexOf("aadfa\0"u8);
        var magic = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(magic, Magic);
        const int Tag = 5; // sd_code and size (libapparmor's parser_interface.c, sd_write_aligned_blob), then padding
        var size = BinaryPrimitives.ReadUInt32LittleEndian(policy[(name + 7)..]);
        var blob = policy.Slice(name + 6 + Tag, (int)size);
        return new AppArmorPolicy(blob[blob.IndexOf(magic)..]);
    }

    /// <summary>What is allowed on a path.</summary>
    public FileModes this[string path]
    {
        get
        {
            var state = (uint)Start;
            foreach (var value in PathText.Encode(path))
            {
                state = Step(state, _tables.TryGetValue(Equivalence, out var classes) ? classes[value] : value);
            }

            var accept = _tables[Accept][state] & 0x7f;
            return Map(accept, 4, FileModes.Read) | Map(accept, 2, FileModes.Write) | Map(accept, 8, FileModes.Append)
                | Map(accept, 0x20, FileModes.Lock) | Map(accept, 0x40, FileModes.Map) | Map(accept, 1, FileModes.Execute);
        }
    }

    private uint Step(uint state, uint character)
    {
        while (true)
        {
            var start = _tables[Base][state];
            var at = (start & 0xffffff) + character;
            if (_tables[Check][at] == state)
            {
                return _tables[Next][at];
            }

            state = _tables[Default][state];
            if ((start & DifferenceEncoded) == 0)
            {
                return state;
            }
        }
    }

    private static FileModes Map(uint accept, uint bit, FileModes mode) => (accept & bit) != 0 ? mode : FileModes.None;
}
