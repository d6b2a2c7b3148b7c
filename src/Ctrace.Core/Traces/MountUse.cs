namespace Ctrace.Core.Traces;

/// <summary>One thing that was done to the mounts. Its texts are untrusted; what a kind does not have is empty.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Target">Where: a path, resolved as <see cref="FileName.Path"/> is. Of <see cref="MountKind.Pivot"/> the new root.</param>
/// <param name="Source">What: a device, a path, or whatever the file system takes. Of <see cref="MountKind.Pivot"/> where the old root goes.</param>
/// <param name="Type">The file system's type.</param>
/// <param name="Flags">The flags given, as mount(2) numbers them (include/uapi/linux/mount.h).</param>
public readonly record struct MountUse(MountKind Kind, string Target, string Source, string Type, uint Flags) : IComparable<MountUse>
{
    /// <summary>Orders by kind, target, source, type, flags.</summary>
    public int CompareTo(MountUse other)
    {
        int[] orders =
        [
            Kind.CompareTo(other.Kind), string.CompareOrdinal(Target, other.Target), string.CompareOrdinal(Source, other.Source),
            string.CompareOrdinal(Type, other.Type), Flags.CompareTo(other.Flags),
        ];
        return orders.FirstOrDefault(order => order != 0);
    }
}
