using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>All that ctrace asks about one container. Name, labels, image and user are untrusted text.</summary>
internal sealed class Container
{
    /// <summary>The full id.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>The name, without the leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>How it is doing.</summary>
    public required ContainerState State { get; init; }

    /// <summary>The image as it was asked for: a name, or an id.</summary>
    public required string Image { get; init; }

    /// <summary>The image's id, <c>sha256:</c> and 64 digits.</summary>
    public required string ImageId { get; init; }

    /// <summary>The user that its first process starts as: USER[:GROUP], or empty for root.</summary>
    public required string User { get; init; }

    /// <summary>The container's labels, those of its image included.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>What is mounted into it.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    /// <summary>What it may do.</summary>
    public required ContainerSecurity Security { get; init; }

    /// <summary>Where the image, or who made the container, wants volumes of its own.</summary>
    public required IReadOnlyList<string> Volumes { get; init; }

    /// <summary>The signal that stops it, by name or number; empty for SIGTERM.</summary>
    public required string StopSignal { get; init; }

    /// <exception cref="JsonException">The engine's answer is not of this shape.</exception>
    internal static Container Read(JsonElement container)
    {
        var config = container.Child("Config");
        return new Container
        {
            Id = ContainerId.TryParse(container.Text("Id"), out var id) ? id : throw new JsonException("Id is not 64 hexadecimal digits"),
            Name = container.Text("Name").TrimStart('/'),
            State = ContainerState.Read(container.Child("State")),
            Image = config.Text("Image"),
            ImageId = container.Text("Image"),
            User = config.Text("User"),
            Labels = config.TextMap("Labels"),
            Volumes = [.. config.Names("Volumes")],
            StopSignal = config.Text("StopSignal"),
            Mounts = [.. container.Items("Mounts").Select(ContainerMount.Read)],
            Security = ContainerSecurity.Read(container),
        };
    }
}

/// <summary>Something that an engine mounts into a container.</summary>
/// <param name="Type"><c>volume</c>, <c>bind</c>, <c>tmpfs</c>, ...</param>
/// <param name="Name">A volume's name; empty for others.</param>
/// <param name="Source">Where it lies on the engine's machine.</param>
/// <param name="IsWritable">Whether the container may write there.</param>
internal sealed record ContainerMount(string Type, string Name, string Source, bool IsWritable)
{
    internal static ContainerMount Read(JsonElement mount) => new(mount.Text("Type"), mount.Text("Name"), mount.Text("Source"), mount.Flag("RW"));
}
