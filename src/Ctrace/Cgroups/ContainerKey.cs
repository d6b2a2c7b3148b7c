using System.Text;

namespace Ctrace.Cgroups;

/// <summary>A container's id as the kernel side has it.</summary>
internal partial struct ContainerKey
{
    /// <summary>A container's, by its 64 hexadecimal digits.</summary>
    public static ContainerKey Of(string id)
    {
        var key = default(ContainerKey);
        Encoding.ASCII.GetBytes(id, key.Id);
        return key;
    }
}
