namespace Ctrace.Core.Decoding.Layouts;

/// <summary>Prints a structure from its fields.</summary>
internal delegate void LayoutWriter(CallText text, ref Fields fields);

/// <summary>A structure in a traced program's memory.</summary>
/// <param name="Size32">Its size where a long has four bytes.</param>
/// <param name="Size64">Its size where a long has eight bytes.</param>
/// <param name="Write">Prints it.</param>
internal sealed record Layout(int Size32, int Size64, LayoutWriter Write)
{
    /// <summary>One whose size is the same everywhere.</summary>
    public Layout(int size, LayoutWriter write)
        : this(size, size, write)
    {
    }

    /// <summary>Its size, by that of a word.</summary>
    public int Size(int word) => word == 4 ? Size32 : Size64;
}
