using Ctrace.Diagnosis;

namespace Ctrace.Live;

/// <summary>
/// Which kinds of programs the kernel runs, found out once. Tests of a kind that it does not run are skipped, and say so:
/// <c>./build matrix</c> shows it on kernels that do.
/// </summary>
internal static class ThisKernel
{
    private static readonly Lazy<IReadOnlyList<ProgramAbi>> Abis = new(ProgramAbi.Look);

    /// <summary>Why what needs a kind of program cannot be tried; null where it can, and where nothing is needed.</summary>
    public static string? Lacks(string? abi) => abi is not null && Abis.Value.FirstOrDefault(one => one.Name == abi) is not { Runs: not false } and var lacking
        ? $"this kernel runs no {abi}: {lacking?.Why ?? "another architecture's"} (./build matrix tries it on kernels that do)"
        : null;
}
