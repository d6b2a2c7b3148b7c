using System.Text.Json;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Profiles;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ProfileLintCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ASoundProfileIsSilent()
    {
        CommandRun.Of("profile", "seccomp", "--base", "docker-default", "-o", _directory["p.json"]);
        var run = CommandRun.Of("profile", "lint", _directory["p.json"]);
        Assert.Equal((0, ""), (run.Code, run.Output));
    }

    [Fact]
    public void AnErrorIsExitCodeOne()
    {
        CommandRun.Of("profile", "seccomp", "--base", "docker-default", "--deny", "exit_group", "-o", _directory["p.json"]);
        var run = CommandRun.Of("profile", "lint", _directory["p.json"]);
        Assert.Equal((1, $"{_directory["p.json"]}:2: error: exit_group is refused: no program can end (exit_group(2)) (allow exit_group)\n"), (run.Code, run.Output));
        var json = JsonDocument.Parse(CommandRun.Of("profile", "lint", "--json", _directory["p.json"]).Output).RootElement;
        Assert.Equal(_directory["p.json"], json.GetProperty("file").GetString());
        Assert.Equal(("error", 2), (json.GetProperty("findings")[0].GetProperty("severity").GetString(), json.GetProperty("findings")[0].GetProperty("line").GetInt32()));
    }

    /// <summary>What nothing but compiling tells: more conditions than a filter can hold.</summary>
    [Fact]
    public void WhatLibseccompRefusesIsAnError()
    {
        var rules = string.Join(",", Enumerable.Range(0, 5000).Select(at => $$"""{"names": ["ioctl"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 1, "value": {{at * 3}}, "op": "SCMP_CMP_EQ"}]}"""));
        File.WriteAllText(_directory["p.json"], $$"""{"defaultAction": "SCMP_ACT_LOG", "syscalls": [{{rules}}]}""");
        var run = CommandRun.Of("profile", "lint", _directory["p.json"]);
        Assert.Equal(1, run.Code);
        Assert.Contains($"{_directory["p.json"]}:1: error: ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'architectures': ['SCMP_ARCH_X86_64', 'SCMP_ARCH_S390X']", "SCMP_ARCH_S390X has another byte order")]
    [InlineData("'architectures': ['SCMP_ARCH_NATIVE']", "there is no architecture 'SCMP_ARCH_NATIVE'")]
    [InlineData("'syscalls': [{'names': [''], 'action': 'SCMP_ACT_LOG'}]", "empty name")]
    [InlineData("'syscalls': [{'names': ['acct'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 4095}]", "4095")]
    [InlineData("'flags': ['SECCOMP_FILTER_FLAG_LOGS']", "SECCOMP_FILTER_FLAG_LOGS")]
    [InlineData("'syscalls': [{'names': ['acct'], 'action': 'SCMP_ACT_NOTIFY'}]", "no listenerPath")]
    public void WhatTheRuntimeRefusesLintAndVerifyRefuse(string member, string reason)
    {
        File.WriteAllText(_directory["p.json"], $$"""{"defaultAction": "SCMP_ACT_ALLOW", {{member.Replace('\'', '"')}}}""");
        File.WriteAllText(_directory["bare"], ProfileSamples.Bare);
        var lint = CommandRun.Of("profile", "lint", _directory["p.json"]);
        Assert.Equal(1, lint.Code);
        Assert.Contains(reason, lint.Output, StringComparison.Ordinal);
        var verify = CommandRun.Of("verify", "--static", _directory["p.json"], _directory["bare"]);
        Assert.Equal(FailureKind.Data, verify.Failure?.Kind);
        Assert.Contains(reason, verify.Failure?.Message, StringComparison.Ordinal);
    }

    /// <summary>A filter as seccomp_export_bpf(3) writes it: the one that is compiled of a profile says what the profile says.</summary>
    [Fact]
    public void AFilterIsExaminedAsItRuns()
    {
        File.WriteAllText(_directory["p.json"], """{"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["chmod"], "action": "SCMP_ACT_ERRNO"}]}""");
        var compiled = SeccompInput.Open(_directory["p.json"]).Compile(new Circumstances(Architecture.X86_64, new Version(6, 18), ContainerCapabilities.Default));
        File.WriteAllBytes(_directory["p.bpf"], compiled.ToBytes());
        var run = CommandRun.Of("profile", "lint", _directory["p.bpf"]);
        Assert.Contains($"{_directory["p.bpf"]}:1: warning: chmod is refused, with some arguments at least, and fchmod, fchmodat, fchmodat2 do the same", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("x32", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.Code);
        Assert.Equal(0, CommandRun.Of("profile", "compare", "--both", _directory["p.json"], _directory["p.bpf"]).Code);
        Assert.Equal(1, CommandRun.Of("profile", "compare", "docker-default", _directory["p.bpf"]).Code);
        File.WriteAllText(_directory["bare"], ProfileSamples.Bare);
        Assert.Equal(0, CommandRun.Of("verify", "--static", _directory["p.bpf"], _directory["bare"]).Code);
        Assert.Contains(": a seccomp filter\n", CommandRun.Of("score", _directory["p.bpf"]).Output, StringComparison.Ordinal);
        Assert.Contains("is a filter as the kernel runs it, and no profile",
            CommandRun.Of("profile", "seccomp", "--base", _directory["p.bpf"], "-o", _directory["q.json"]).Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DockersDefaultHasANameAndAMisspeltOneIsTold()
    {
        Assert.Equal((0, ""), CommandRun.Of("profile", "lint", "docker-default") is var run ? (run.Code, run.Output) : default);
        File.WriteAllText(_directory["bare"], ProfileSamples.Bare);
        Assert.All((CommandRun[])
        [
            CommandRun.Of("profile", "lint", "docker-defualt"),
            CommandRun.Of("profile", "seccomp", "--base", "docker-defualt", "-o", _directory["q.json"]),
            CommandRun.Of("verify", "--static", "docker-defualt", _directory["bare"]),
        ], each => Assert.Equal((FailureKind.NoInput, "did you mean docker-default?"), (each.Failure?.Kind, each.Failure?.Hint)));
        Assert.Equal("did you mean docker-default?", CommandRun.Of("profile", "compare", "docker-defualt", "docker-default").Failure?.Hint);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40000)]
    public void ADamagedFilterIsBadData(int length)
    {
        var bytes = new byte[length];
        bytes[0] = 0x20;
        File.WriteAllBytes(_directory["p.bpf"], bytes);
        var failure = CommandRun.Of("profile", "lint", _directory["p.bpf"]).Failure;
        Assert.Equal(FailureKind.Data, failure?.Kind);
        Assert.Contains("is not a seccomp filter", failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoProfileIsBadData() => Assert.Equal(FailureKind.Data, CommandRun.Of("profile", "lint", "/etc/passwd").Failure?.Kind);
}
