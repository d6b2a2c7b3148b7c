using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>How a container is doing.</summary>
/// <param name="Running">Whether it has processes; true while paused.</param>
/// <param name="Paused">Whether its processes are frozen.</param>
/// <param name="Pid">Its first process's id in the engine's pid namespace; 0 when not running.</param>
/// <param name="StartedAt">When it was last started; null before the first time.</param>
/// <param name="FinishedAt">When it last ended; null before the first time.</param>
/// <param name="ExitCode">What its first process ended with last; 0 before the first time.</param>
internal readonly record struct ContainerState(
    bool Running, bool Paused, int Pid, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, int ExitCode)
{
    /// <summary>What its health check says: <c>starting</c>, <c>healthy</c>, <c>unhealthy</c>; empty without one.</summary>
    public string Health { get; init; } = "";

    /// <exception cref="JsonException">The engine's answer is not of this shape.</exception>
    internal static ContainerState Read(JsonElement state) => new(
        state.Flag("Running"),
        state.Flag("Paused"),
        Int32(state, "Pid"),
        Time(state, "StartedAt"),
        Time(state, "FinishedAt"),
        Int32(state, "ExitCode"))
    {
        Health = state.Child("Health").Text("Status") is var health and not "none" ? health : "",
    };

    private static int Int32(JsonElement state, string name)
        => state.Number(name) is >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : throw new JsonException($"{name} is out of range");

    /// <summary>Go's zero time, year 1, says never.</summary>
    private static DateTimeOffset? Time(JsonElement state, string name)
    {
        if (state.Text(name).Length == 0)
        {
            return null;
        }

        return state.GetProperty(name).TryGetDateTimeOffset(out var time)
            ? time.Year == 1 ? null : time
            : throw new JsonException($"{name} is not a time");
    }
}
