using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>Something that an engine mounts into a container.</summary>
/// <param name="Type"><c>volume</c>, <c>bind</c>, <c>tmpfs</c>, ...</param>
/// <param name="Name">A volume's name; empty for others.</param>
/// <param name="Source">Where it lies on the engine's machine.</param>
/// <param name="IsWritable">Whether the container may write there.</param>
internal sealed record ContainerMount(string Type, string Name, string Source, bool IsWritable)
{
    internal static ContainerMount Read(JsonElement mount) => new(mount.Text("Type"), mount.Text("Name"), mount.Text("Source"), mount.Flag("RW"));
}
