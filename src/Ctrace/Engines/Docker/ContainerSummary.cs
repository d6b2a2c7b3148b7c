using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>A container as the engine's list shows it. Names, labels and the image are untrusted text.</summary>
internal sealed class ContainerSummary
{
    /// <summary>The full id.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>Its own name first, without the leading slash; names that links gave it hold a slash.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The image as it was asked for: a name, or an id.</summary>
    public required string Image { get; init; }

    /// <summary>The image's id, <c>sha256:...</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>created, running, paused, restarting, removing, exited or dead.</summary>
    public required string State { get; init; }

    /// <summary>The container's labels, those of its image included.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Its own name, or the short id when it has none.</summary>
    public string Name => Names.Count > 0 ? Names[0] : Id.Short;

    /// <summary>Whether it has processes: running, or paused.</summary>
    public bool IsRunning => State is "running" or "paused";

    /// <exception cref="JsonException">The engine's answer is not of this shape.</exception>
    internal static ContainerSummary Read(JsonElement item) => new()
    {
        Id = ContainerId.TryParse(item.Text("Id"), out var id)
            ? id
            : throw new JsonException("a container's Id is not 64 hexadecimal digits"),
        Names =
        [
            .. item.Texts("Names")
                .Select(name => name.TrimStart('/'))
                .OrderBy(name => name.Contains('/'))
                .ThenBy(name => name, StringComparer.Ordinal),
        ],
        Image = item.Text("Image"),
        ImageId = item.Text("ImageID"),
        State = item.Text("State"),
        Labels = item.TextMap("Labels"),
    };
}
