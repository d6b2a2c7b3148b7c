namespace Ctrace.Engines.Docker;

/// <summary>What <see cref="DockerWatch"/> tells.</summary>
internal abstract record EngineNotice
{
    private EngineNotice()
    {
    }

    /// <summary>The engine answers.</summary>
    /// <param name="Containers">All containers as they are now, ended ones included.</param>
    internal sealed record Connected(IReadOnlyList<ContainerSummary> Containers) : EngineNotice;

    /// <summary>Something happened to a container. May repeat what <see cref="Connected"/> already showed.</summary>
    internal sealed record Happened(ContainerEvent Event) : EngineNotice;

    /// <summary>Something happened that could not be read, so the containers were listed anew.</summary>
    /// <param name="Problem">Why it could not be read. Untrusted text.</param>
    /// <param name="Containers">All containers as they are now, ended ones included.</param>
    internal sealed record Unreadable(string Problem, IReadOnlyList<ContainerSummary> Containers) : EngineNotice;

    /// <summary>The engine is gone; it is tried again until it answers.</summary>
    /// <param name="Reason">One line for the user. Untrusted text.</param>
    internal sealed record Disconnected(string Reason) : EngineNotice;
}
