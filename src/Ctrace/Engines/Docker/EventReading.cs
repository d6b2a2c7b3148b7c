namespace Ctrace.Engines.Docker;

/// <summary>An event, or why one could not be read.</summary>
/// <param name="Event">The event; null when it could not be read.</param>
/// <param name="Problem">Why not; empty when it could.</param>
internal readonly record struct EventReading(ContainerEvent? Event, string Problem);
