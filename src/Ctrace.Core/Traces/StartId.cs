using System.Globalization;
using System.Text;

namespace Ctrace.Core.Traces;

/// <summary>
/// Which start of a container it is, wherever it was recorded and by whom: a part of a hash of the machine's boot, the container and the birth
/// of its first process. So two recordings of one start are known to be of one, and nobody can make up one that another start has.
/// </summary>
/// <param name="Value">64 bits.</param>
public readonly record struct StartId(ulong Value) : IComparable<StartId>
{
    private const int Digits = 16;

    /// <summary>Of a text that names a start.</summary>
    /// <remarks>
    /// FNV-1a and the last steps of MurmurHash3, both of 64 bits. Nobody but the machine and its engine chooses what is hashed, and the class
    /// library's own hashes need OpenSSL, which is not there where the daemon is deployed.
    /// </remarks>
    public static StartId Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hash = Encoding.UTF8.GetBytes(text).Aggregate(0xcbf2_9ce4_8422_2325ul, (hash, one) => unchecked((hash ^ one) * 0x100_0000_01b3));
        hash = unchecked((hash ^ (hash >> 33)) * 0xff51_afd7_ed55_8ccd);
        hash = unchecked((hash ^ (hash >> 33)) * 0xc4ce_b9fe_1a85_ec53);
        return new StartId(hash ^ (hash >> 33));
    }

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse(string text, out StartId id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = default;
        if (text.Length != Digits || !text.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        id = new StartId(value);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(StartId other) => Value.CompareTo(other.Value);

    /// <summary>16 hexadecimal digits, in lower case.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
