using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

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
