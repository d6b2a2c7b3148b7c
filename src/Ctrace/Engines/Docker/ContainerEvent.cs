using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>Something that happened to a container. All text in it is untrusted.</summary>
internal sealed class ContainerEvent
{
    /// <summary>The container that the event is about.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>When, by the engine's clock: nanoseconds of Unix time.</summary>
    public required long TimeNanoseconds { get; init; }

    /// <summary>What happened to the container.</summary>
    public required ContainerAction Action { get; init; }

    /// <summary>The engine's own word for it, with what follows it: <c>exec_create: sh -c ls</c>.</summary>
    public required string ActionText { get; init; }

    /// <summary>
    /// The container's labels, and the engine's own: image, name, and others by action. The engine lets a label win over its own
    /// exitCode, signal and execID (moby daemon/events.go, copyAttributes), so an image's author can forge those: never rely on
    /// them, inspect the container instead. image and name are the engine's.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The container's name; after a rename the new one.</summary>
    public string Name => Attributes.GetValueOrDefault("name", "").TrimStart('/');

    /// <summary>The image as it was asked for.</summary>
    public string Image => Attributes.GetValueOrDefault("image", "");

    /// <summary>Reads one event.</summary>
    /// <returns>Null when it is about something other than a container.</returns>
    /// <exception cref="JsonException">It is not of the shape that events have.</exception>
    internal static ContainerEvent? Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.Text("Type") is not ("container" or ""))
        {
            return null;
        }

        var actor = root.Child("Actor");
        var action = root.Text("Action");
        var time = root.Number("timeNano");
        return new ContainerEvent
        {
            Id = ContainerId.TryParse(actor.Text("ID"), out var id) ? id : throw new JsonException("Actor.ID is not 64 hexadecimal digits"),
            TimeNanoseconds = time > 0 ? time : throw new JsonException("timeNano is not a time"),
            Action = Known(action),
            ActionText = action.Length > 0 ? action : throw new JsonException("Action is missing"),
            Attributes = actor.TextMap("Attributes"),
        };
    }

    private static ContainerAction Known(string action)
        => (action.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? action[..colon] : action) switch
        {
            "create" => ContainerAction.Create,
            "start" => ContainerAction.Start,
            "die" => ContainerAction.Die,
            "destroy" => ContainerAction.Destroy,
            "rename" => ContainerAction.Rename,
            "exec_create" => ContainerAction.ExecCreate,
            "exec_start" => ContainerAction.ExecStart,
            "exec_die" => ContainerAction.ExecDie,
            _ => ContainerAction.Other,
        };
}
