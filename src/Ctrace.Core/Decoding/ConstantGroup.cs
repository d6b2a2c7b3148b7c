namespace Ctrace.Core.Decoding;

/// <summary>Constants that can stand in one place, in the order in which flags of it are printed.</summary>
internal sealed class ConstantGroup
{
    private readonly Dictionary<ulong, string> _nameByValue = [];
    private readonly (string Name, ulong Value)[] _constants;
    private readonly string _unknown;

    public ConstantGroup(IEnumerable<(string Name, ulong Value)> constants)
    {
        _constants = [.. constants];
        foreach (var (name, value) in _constants)
        {
            _nameByValue.TryAdd(value, name);
        }

        _unknown = SharedPrefix(_constants) + "???";
    }

    /// <summary>The name of a value, or null.</summary>
    public string? Name(ulong value) => _nameByValue.GetValueOrDefault(value);

    /// <summary>A value by name, else <c>0x7 /* SEEK_??? */</c>.</summary>
    public void WriteValue(CallText text, ulong value)
    {
        if (Name(value) is { } name)
        {
            text.Append(name);
            return;
        }

        WriteUnknown(text, value);
    }

    /// <summary>Bits by name, joined by |; what has no name in hexadecimal.</summary>
    public void WriteFlags(CallText text, ulong flags)
    {
        if (flags == 0)
        {
            text.Append(Name(0) ?? "0");
            return;
        }

        var rest = flags;
        var separator = "";
        foreach (var (name, constant) in _constants)
        {
            // 1<<31 is a negative int in C, and no more than a bit here.
            var value = flags <= uint.MaxValue ? (uint)constant : constant;
            if (value != 0 && (rest & value) == value)
            {
                text.Append(separator).Append(name);
                separator = "|";
                rest &= ~value;
            }
        }

        if (rest == flags)
        {
            WriteUnknown(text, rest);
        }
        else if (rest != 0)
        {
            text.Append('|').Hex(rest);
        }
    }

    /// <summary>Whether flags has a bit that has a name.</summary>
    public bool Knows(ulong flags) => Array.Exists(_constants, constant => constant.Value != 0 && (flags & constant.Value) == constant.Value);

    private void WriteUnknown(CallText text, ulong value)
    {
        text.Hex(value);
        if (_unknown.Length > 3)
        {
            text.Append(" /* ").Append(_unknown).Append(" */");
        }
    }

    // "SEEK_" of SEEK_SET and SEEK_CUR; nothing where the names begin differently.
    private static string SharedPrefix((string Name, ulong Value)[] constants)
    {
        var prefix = constants.Length == 0 ? "" : constants[0].Name;
        foreach (var (name, _) in constants)
        {
            var same = 0;
            while (same < prefix.Length && same < name.Length && prefix[same] == name[same])
            {
                same++;
            }

            prefix = prefix[..same];
        }

        return prefix[..(prefix.LastIndexOf('_') + 1)];
    }
}
