using System.Diagnostics;
using System.Text.RegularExpressions;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>What both sides know is what bpf/abi says today, and the core, which does not see that, has the same numbers.</summary>
public sealed partial class ContractTests
{
    [Fact]
    public void TheGeneratorMakesTheCommittedFiles()
    {
        using var folder = new TemporaryDirectory();
        using var generator = Process.Start(Path.Combine(SourceFolder.Repository, "tools/generate-contract"), ["--output", folder.Path]);
        generator.WaitForExit();
        Assert.Equal(0, generator.ExitCode);
        Assert.All(["Probes/Contract.g.cs", "Cgroups/CgroupContract.g.cs"], file => Assert.Equal(
            File.ReadAllText(folder[Path.GetFileName(file)]), File.ReadAllText(Path.Combine(SourceFolder.Repository, "src/Ctrace", file))));
    }

    [Fact]
    public void TheCoreHasTheSameNumbers()
    {
        Assert.Equal(Contract.ARGUMENTS, CallArguments.MaxValues);
        Assert.Equal(Contract.ARGUMENT_TUPLES, RecordedArguments.MaxEntries);
        Assert.Equal(Contract.NAMES_IN_DIRECTORY, FileSet.MostNames);
        Assert.Equal(Contract.STEPS, CaptureStep.Most);
        AssertSame<CaptureKind>("CAPTURE_");
        AssertSame<CapturePhase>("PHASE_");
        AssertSame<CallStatus>("END_", nameof(CallStatus.None), nameof(CallStatus.All));
        AssertSame<CallVerdict>("CALL_");
        AssertSame<FileModes>("MODE_", nameof(FileModes.None));
        AssertSame<Holding>("HELD_BY_");
    }

    private static void AssertSame<T>(string prefix, params string[] ownNames)
        where T : struct, Enum => Assert.All(Enum.GetNames<T>().Except(ownNames), name => Assert.Equal(
            typeof(Contract).GetField(prefix + Inside().Replace(name, "_").ToUpperInvariant())?.GetRawConstantValue(), Convert.ToInt32(Enum.Parse<T>(name), null)));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Inside();
}
