namespace Ctrace.Core.Status;

/// <summary>The engine that a daemon follows.</summary>
/// <param name="Endpoint">Where it is asked: <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Version">What it says that it is; empty when it has not said.</param>
/// <param name="Connected">Whether it answers now.</param>
/// <param name="Since">Since when it has answered, or has not.</param>
/// <param name="Problem">Why it does not answer; empty when it does.</param>
/// <param name="Events">How many events it has told.</param>
public sealed record EngineStatus(string Endpoint, string Version, bool Connected, DateTimeOffset Since, string Problem, ulong Events);
