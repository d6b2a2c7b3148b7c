namespace Ctrace.Core.Linux;

/// <summary>Texts as C keeps them in fields of fixed size: a NUL ends one that does not fill its field.</summary>
internal static class CString
{
    /// <summary>The bytes in front of the NUL; all where there is none.</summary>
    public static ReadOnlySpan<byte> UpToNul(this ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;
}
