using Ctrace.Tests.Fuzz;
using SharpFuzz;

namespace Ctrace.Fuzz;

/// <summary>The side of afl-fuzz(8)'s fork server that reads inputs.</summary>
internal static class GuidedRun
{
    /// <summary>
    /// Takes inputs until afl-fuzz ends it. They are read in a process of their own, so that one that ends it (an overflown stack,
    /// no memory) is a crash and not the end of the run.
    /// </summary>
    /// <param name="find">Makes the target: at the first input, since instrumented code counts in memory that is there only then.</param>
    public static void Start(Func<FuzzTarget> find)
    {
        var target = new Lazy<FuzzTarget>(find);
        Fuzzer.OutOfProcess.Run(input =>
        {
            using var whole = new MemoryStream();
            input.CopyTo(whole);
            target.Value.Judge(whole.ToArray());
        });
    }
}
