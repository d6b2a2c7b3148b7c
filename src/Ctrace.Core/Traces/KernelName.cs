namespace Ctrace.Core.Traces;

/// <summary>The spelling that all names of syscalls and capabilities share: lower-case letters, digits and underscores.</summary>
internal static class KernelName
{
    /// <summary>Longer than any; a bound for text from outside.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether a text is spelled as such a name.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaxLength;
    }
}
