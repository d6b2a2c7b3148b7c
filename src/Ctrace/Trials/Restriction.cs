using Ctrace.Core.Traces;

namespace Ctrace.Trials;

/// <summary>What a container is restricted by.</summary>
/// <param name="Options">Options of <c>docker run</c>, where they were given.</param>
/// <param name="Trace">Else the recording that they are made of.</param>
/// <param name="Tracefile">Where that is kept, if it is to learn.</param>
internal sealed record Restriction(IReadOnlyList<string> Options, Trace? Trace, string? Tracefile)
{
    /// <summary>Whether calls of the recording are allowed with recorded arguments alone.</summary>
    public bool Arguments { get; init; }

    /// <summary>Whether what follows from the recording is left out.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether the restriction says what capabilities the container gets.</summary>
    public bool Restricts => Trace is not null || Options.Any(option => option.StartsWith("--cap-", StringComparison.Ordinal));
}
