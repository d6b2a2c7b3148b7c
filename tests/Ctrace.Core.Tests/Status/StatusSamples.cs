using Ctrace.Core.Status;

namespace Ctrace.Core.Tests.Status;

/// <summary>Statuses to print.</summary>
internal static class StatusSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A daemon that traces one container, with a hostile name, and does not trace another.</summary>
    public static DaemonStatus Busy { get; } = new()
    {
        Version = "0.1.0",
        ProcessId = 42,
        Started = Noon,
        AgeSeconds = 0.5,
        Data = "/var/lib/ctrace",
        CapabilityProbe = "tracepoint",
        Engine = new EngineStatus("unix:///run/docker.sock", "Docker 20.10.24", Connected: true, Noon, "", 7),
        Slots = 1024,
        SlotsUsed = 2,
        Recordings = 3,
        Calls = 12_345_678_901,
        Missed = 2,
        Misplaced = 3,
        Lost = 1,
        Writes = new WriteStatus(9, 0, Noon.AddSeconds(30), []),
        FlushSeconds = 0.0125,
        MemoryBytes = 50 << 20,
        Known = 5,
        Traced = [new TracedContainer("w\"e\\b\n\e[2J", new string('a', 64), "web/é", ["whole"], 100, 40, 1, 1, null)],
        Untraced = [new UntracedContainer("mail", new string('b', 64), "all 1024 slots are in use\n# HELP", Noon)],
    };

    /// <summary>All that can be wrong at once.</summary>
    public static DaemonStatus Troubled { get; } = Busy with
    {
        AgeSeconds = 61,
        Engine = Busy.Engine with { Connected = false, Problem = "connection refused" },
        Writes = Busy.Writes with { Failed = 2, Failing = ["cannot write web: No space left on device"] },
        Traced = [],
        Untraced = [],
    };
}
