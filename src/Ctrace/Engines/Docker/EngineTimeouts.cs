namespace Ctrace.Engines.Docker;

/// <summary>How long to wait for an engine. An idle event stream may stay silent forever; nothing else may.</summary>
internal readonly record struct EngineTimeouts(TimeSpan Connect, TimeSpan Request)
{
    /// <summary>5 s until connected, 30 s for a whole answer.</summary>
    public static EngineTimeouts Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
}
