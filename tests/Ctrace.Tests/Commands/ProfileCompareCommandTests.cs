using System.Text.Json;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ProfileCompareCommandTests : IDisposable
{
    private const string Rules = """{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read", "clone3"], "action": "SCMP_ACT_ALLOW"}RULE]}""";

    private readonly TemporaryDirectory _directory = new();

    public ProfileCompareCommandTests()
    {
        File.WriteAllText(_directory["plain"], Rules.Replace("RULE", "", StringComparison.Ordinal));
        File.WriteAllText(_directory["write"], Rules.Replace("RULE", """,{"names": ["write"], "action": "SCMP_ACT_ALLOW"}""", StringComparison.Ordinal));
        File.WriteAllText(_directory["some"], Rules.Replace("RULE",
            """,{"names": ["write"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "op": "SCMP_CMP_EQ", "value": 2}]}""", StringComparison.Ordinal));

        // Written otherwise, it says the same as some.
        File.WriteAllText(_directory["same"], Rules.Replace("RULE",
            """,{"names": ["write"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "op": "SCMP_CMP_MASKED_EQ", "value": 18446744073709551615, "valueTwo": 2}]}""", StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WhatOnlyTheFirstAllowsIsNamed()
    {
        var run = CommandRun.Of("profile", "compare", _directory["write"], _directory["some"]);
        Assert.Equal(1, run.Code);
        Assert.Matches("allows, and .* does not:\n  write \\(x86_64\\): allow, not errno:EPERM, if arg0 != 0x2; for example \\(0x[0-9a-f]+\\)\n$", run.Output);
    }

    [Fact]
    public void AProfileThatAllowsLessIsNoFindingUnlessBothWaysAreAskedFor()
    {
        Assert.Equal(0, CommandRun.Of("profile", "compare", _directory["plain"], _directory["write"]).Code);
        var both = CommandRun.Of("profile", "compare", _directory["plain"], _directory["write"], "--both");
        Assert.Equal(1, both.Code);
        Assert.Contains("allows all that", both.Output, StringComparison.Ordinal);
        Assert.EndsWith("  write (x86_64): allow, not errno:EPERM\n", both.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HowRulesAreWrittenMakesNoDifference() => Assert.Equal(0, CommandRun.Of("profile", "compare", _directory["some"], _directory["same"], "--both").Code);

    [Fact]
    public void CapabilitiesDecideRulesThatDependOnThem()
    {
        File.WriteAllText(_directory["bpf"], Rules.Replace("RULE", """,{"names": ["bpf"], "action": "SCMP_ACT_ALLOW"}""", StringComparison.Ordinal));
        Assert.Contains("  bpf (x86_64): allow, not errno:EPERM\n", CommandRun.Of("profile", "compare", _directory["bpf"], "docker-default").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bpf", CommandRun.Of("profile", "compare", _directory["bpf"], "docker-default", "--cap-add", "BPF", "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheObjectHasAnExample()
    {
        using var document = JsonDocument.Parse(CommandRun.Of("profile", "compare", _directory["some"], _directory["plain"], "--both", "--json").Output);
        var call = Assert.Single(document.RootElement.GetProperty("only_a").EnumerateArray());
        Assert.Equal(("write", "allow", "errno:EPERM", "arg0 == 0x2", 2ul), (call.GetProperty("name").GetString(), call.GetProperty("first").GetString(),
            call.GetProperty("second").GetString(), call.GetProperty("when").GetString(), call.GetProperty("example")[0].GetUInt64()));
        Assert.Empty(document.RootElement.GetProperty("only_b").EnumerateArray());
    }

    [Fact]
    public void WhatIsNoProfileIsNotCompared() =>
        Assert.Equal(FailureKind.NoInput, CommandRun.Of("profile", "compare", _directory["missing"], _directory["plain"]).Failure?.Kind);
}
