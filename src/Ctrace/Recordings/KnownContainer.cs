using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

/// <summary>What the engine said of a container. All text in it is untrusted.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Label">The value of the label that asks for a tracefile; null when it has none.</param>
/// <param name="Facts">What the engine tells on being asked; it may take a moment.</param>
internal sealed record KnownContainer(string Name, string? Label, Task<IReadOnlyList<Fact>> Facts)
{
    /// <summary>One that nobody knows anything of: another engine's.</summary>
    public static KnownContainer Foreign(string id) => new(id, null, Task.FromResult<IReadOnlyList<Fact>>([])) { IsForeign = true };

    /// <summary>Who gave it the label; it may take a moment. Of no meaning where there is none.</summary>
    public Task<LabelSource> Source { get; init; } = Task.FromResult(LabelSource.Container);

    /// <summary>The value of the label that names a profile; null when it has none.</summary>
    public string? Profile { get; init; }

    /// <summary>Who gave it that label; it may take a moment. Of no meaning where there is none.</summary>
    public Task<LabelSource> ProfileSource { get; init; } = Task.FromResult(LabelSource.Container);

    /// <summary>Whether it is known to be traced, or not to be, and by which profile it is watched.</summary>
    public bool IsDecided => Label is null || (Source.IsCompleted && ProfileSource.IsCompleted);

    /// <summary>Why the label does not count; null when it does, or that is not known yet.</summary>
    public string? Refusal => Label is null || !Source.IsCompleted ? null : Source.Result switch
    {
        LabelSource.Container => null,
        LabelSource.Image => $"its label {TracefileLabel.Key}={Label} is its image's: --image-labels takes those, and 'docker run --label' with another value counts",
        _ => $"whether its label {TracefileLabel.Key}={Label} is its image's is not known, since the engine does not tell of the image: --image-labels takes it",
    };

    /// <summary>Whether no engine will say that it is gone.</summary>
    public bool IsForeign { get; private init; }

    /// <summary>The value of the label that names a profile.</summary>
    public static string? ProfileOf(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(ProfileLabel.Key);

    /// <summary>The label's value among a container's labels.</summary>
    public static string? LabelOf(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(TracefileLabel.Key);
}

/// <summary>Who gave a container the label that asks for a tracefile.</summary>
internal enum LabelSource
{
    /// <summary>Whoever made the container: its image has no such label, or another value.</summary>
    Container,

    /// <summary>The image's author, or whoever gave the container the same value again: the engine does not tell these apart.</summary>
    Image,

    /// <summary>The engine does not know the image any more, or does not answer.</summary>
    Unknown,
}

/// <summary>What came of a question about one container.</summary>
/// <param name="Id">The container.</param>
/// <param name="Container">The container as it is; null when the engine does not know it (any more).</param>
/// <param name="Past">What happened to it, if the engine remembers that much of one that it does not know any more.</param>
/// <param name="Problem">Why there is no answer, though it was asked again and again; empty when there is one.</param>
internal sealed record ContainerAnswer(string Id, Container? Container, ContainerEvent? Past = null, string Problem = "")
{
    /// <summary>Whether nobody asks for a tracefile of it: it has no label, or is not this engine's.</summary>
    public bool IsNotWanted => Problem.Length == 0
        && ((Container?.Labels ?? Past?.Attributes) is not { } labels || KnownContainer.LabelOf(labels) is null);
}
