using Ctrace.Tests.Engines.Docker;

namespace Ctrace.Tests.Fuzz;

/// <summary>The one table of what is fuzzed, for the seeded tests and for the fuzzer that coverage guides.</summary>
internal static class FuzzTargets
{
    /// <summary>All of them.</summary>
    /// <param name="engine">Gives an engine's answers; none where only names and seeds are asked for.</param>
    public static IEnumerable<FuzzTarget> All(FakeEngine? engine) => CoreTargets.All.Concat(MachineTargets.All(engine!));
}
