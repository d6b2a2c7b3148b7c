using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Profiles;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>What the filter that libseccomp makes of a recording's profile does with the calls that Docker's default has conditions on.</summary>
public sealed class DefaultConditionsAgreementTests
{
    private static readonly Architecture[] Interfaces = [Architecture.X86_64, Architecture.I386];

    private static readonly Circumstances Machine = new(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default);

    private static readonly ImmutableArray<(string Call, ulong[] Values)> Seen =
        [("socket", [40, 1, 0]), ("socket", [2, 1, 6]), ("clone", [0x10020000]), ("clone", [0x50f00]), ("personality", [0x40000])];

    [Fact]
    public void ItAllowsWhatTheDefaultDoesAndWhatWasSeen()
    {
        var own = Filter(ProfileBuilder.Build(Recorded()));
        var usual = Filter(DockerDefault.Profile);
        foreach (var architecture in Interfaces)
        {
            for (var family = 0ul; family < 64; family++)
            {
                Assert.Equal(family == 40 || Allows(usual, architecture, "socket", family), Allows(own, architecture, "socket", family));
            }

            foreach (var flag in Enumerable.Range(0, 32).Select(bit => 1ul << bit))
            {
                foreach (var flags in (ulong[])[flag, flag | 0x10000000, flag | 0x20000, flag | 0x10020000])
                {
                    Assert.Equal((flags & 0x7e020000) == 0x10020000 || Allows(usual, architecture, "clone", flags), Allows(own, architecture, "clone", flags));
                }
            }

            foreach (var persona in (ulong[])[0, 8, 0x20000, 0x20008, 0x40000, 0x40008, uint.MaxValue, 1])
            {
                Assert.Equal(persona == 0x40000 || Allows(usual, architecture, "personality", persona), Allows(own, architecture, "personality", persona));
            }
        }
    }

    /// <summary>A base's filter and that of a recording within it: where the recording has the call, what the base says.</summary>
    [Fact]
    public void WithinABaseItSaysOfWhatWasRecordedWhatTheBaseSays()
    {
        var basis = DockerDefault.Profile;
        var own = Filter(ProfileIntersection.Of(ProfileBuilder.Build(Recorded()), basis, Machine, new HashSet<string>()).Profile);
        var usual = Filter(basis);
        for (var family = 0ul; family < 64; family++)
        {
            Assert.Equal(Allows(usual, Architecture.X86_64, "socket", family), Allows(own, Architecture.X86_64, "socket", family));
        }

        Assert.False(Allows(own, Architecture.X86_64, "clone", 0x10020000));
        Assert.False(Allows(own, Architecture.X86_64, "chmod", 0));
        Assert.True(Allows(own, Architecture.X86_64, "clock_gettime", 0));
    }

    private static Trace Recorded()
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        foreach (var (call, values) in Seen)
        {
            foreach (var architecture in Interfaces)
            {
                trace.AddSyscall(new SyscallName(architecture, call), 1);
                trace.AddArguments(new SyscallName(architecture, call), [.. values], 1);
            }
        }

        return trace.Build();
    }

    private static FilterEvaluator Filter(SeccompProfile profile) => new([FilterCompiler.Compile(ResolvedProfile.Of(profile, Machine))]);

    private static bool Allows(FilterEvaluator filter, Architecture architecture, string call, ulong first) =>
        filter.Evaluate(architecture, Syscalls.Number(architecture, call)!.Value, new[] { new KnownArgument(0, ulong.MaxValue, first) }.AsSpan()).AlwaysRuns;
}
