using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Core.Tests.Golden;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ProfileSeccompCommandTests : IDisposable
{
    private const string Ping = "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nalarm\nclone\nclone3\nkeyctl\nsendto\n";

    private readonly TemporaryDirectory _directory = new();

    public ProfileSeccompCommandTests() => File.WriteAllText(_directory["ping"], Ping);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WithoutABaseItIsTheProfileOfTheOptions()
    {
        Run("-o", _directory["p.json"], _directory["ping"]);
        CommandRun.Of("options", "-o", _directory["options.json"], _directory["ping"]);
        Assert.Equal(File.ReadAllText(_directory["options.json"]), File.ReadAllText(_directory["p.json"]));
        Assert.Equal(File.ReadAllText(_directory["p.json"]), Run(_directory["ping"]).Output);
    }

    [Theory]
    [InlineData("no-chmod", "--base", "docker-default", "--deny", "chmod,fchmod,fchmodat,fchmodat2")]
    [InlineData("docker-default-and-trace", "--base", "docker-default", "ping")]
    [InlineData("deny-all", "--base", "deny-all", "--force", "--allow", "read", "ping")]
    [InlineData("complain", "--default-action", "log", "--deny", "ptrace,bpf", "--deny-action", "kill_process", "ping")]
    public void IsTheGoldenProfile(string name, params string[] arguments) =>
        GoldenFile.Check($"Seccomp/{name}.json", Run([.. arguments.Select(word => word == "ping" ? _directory["ping"] : word)]).Output);

    [Fact]
    public void RecordedArgumentsBecomeConditionsInEveryFormThatHasThem()
    {
        const string given = "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nioctl\nread\nsetns\nsocket\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 ioctl any\nx86_64 socket 0x1 0x1 0x0 1\n";
        const string said = "ctrace: warning: allowed beyond Docker's default, since it was recorded: setns\n"
            + "ctrace: warning: allowed whatever their arguments are, since there were more than 32 combinations, or some were missed: ioctl\n"
            + "ctrace: warning: allowed whatever their arguments are, since they were not recorded, or not always: setns\n";
        File.WriteAllText(_directory["given"], given);
        Assert.All(JsonNode.Parse(Run("--exact", _directory["given"]).Output)!["syscalls"]!.AsArray().Where(rule => rule!["args"] is not null), rule => Assert.Equal("""["socket"]""", rule!["names"]!.ToJsonString()));
        var run = Run("--arguments", "--exact", _directory["given"]);
        Assert.Equal(said, run.Warnings);
        var condition = Assert.Single(JsonNode.Parse(run.Output)!["syscalls"]!.AsArray(), rule => rule!["args"] is not null)!;
        Assert.Equal("""["socket"]""", condition["names"]!.ToJsonString());
        Assert.Equal("""{"index":1,"value":15,"valueTwo":1,"op":"SCMP_CMP_MASKED_EQ"}""", condition["args"]![1]!.ToJsonString());
        foreach (var form in (string[][])[["options"], ["profile", "docker"], ["profile", "podman"], ["profile", "compose"], ["profile", "kubernetes"]])
        {
            var other = CommandRun.Of([.. form, "--arguments", "--exact", "-o", _directory["other.json"], _directory["given"]]);
            Assert.Equal((0, said), (other.Code, other.Warnings));
            Assert.Equal(condition["args"]!.ToJsonString(), JsonNode.Parse(File.ReadAllText(_directory["other.json"]))!["syscalls"]!.AsArray().Single(rule => rule!["args"] is JsonArray { Count: > 0 })!["args"]!.ToJsonString());
        }

        Assert.Contains("SCMP_CMP_MASKED_EQ", CommandRun.Of("profile", "oci", "--arguments", _directory["given"]).Output, StringComparison.Ordinal);
        Assert.Contains("SCMP_CMP_MASKED_EQ", CommandRun.Of("profile", "spo", "--arguments", "--name", "web", _directory["given"]).Output, StringComparison.Ordinal);

        // A base's own conditions stay; what it allows needs none.
        Assert.Equal(JsonNode.Parse(Run("--base", "docker-default").Output)!.ToJsonString(), JsonNode.Parse(Run("--base", "docker-default", "--arguments", _directory["given"]).Output)!.ToJsonString().Replace(",{\"names\":[\"setns\"],\"action\":\"SCMP_ACT_ALLOW\"}", "", StringComparison.Ordinal));
    }

    [Fact]
    public void ABaseIsAFileOfAnyForm()
    {
        File.WriteAllText(_directory["base.json"], """
            { "defaultAction": "SCMP_ACT_ALLOW", "x": [1], "syscalls": [{ "name": "sendto", "action": "SCMP_ACT_ERRNO", "errno": "EACCES" }, { "name": "mount", "action": "SCMP_ACT_TRAP" }] }
            """);
        var profile = JsonNode.Parse(Run("--base", _directory["base.json"], "--deny", "ptrace", _directory["ping"]).Output)!;
        Assert.Equal(
            """[{"names":["mount"],"action":"SCMP_ACT_TRAP"},{"names":["ptrace"],"action":"SCMP_ACT_ERRNO","errnoRet":1}]""", profile["syscalls"]!.ToJsonString());
        Assert.Equal("[1]", profile["x"]!.ToJsonString());
        Assert.Equal("""["SCMP_ARCH_X86_64"]""", profile["architectures"]!.ToJsonString());
    }

    [Theory]
    [InlineData(FailureKind.Usage, "there is neither a tracefile nor a base (give tracefiles, or --base docker-default)")]
    [InlineData(FailureKind.Usage, "there is no syscall 'chmdo' on x86_64 (did you mean 'chmod'?)", "--base", "docker-default", "--deny", "read,chmdo")]
    [InlineData(FailureKind.Usage, "there is no syscall 'breakpoint' on x86_64 (arm has it)", "--base", "docker-default", "--allow", "breakpoint")]
    [InlineData(FailureKind.Usage, "--allow and --deny both name read (leave it out of one)", "--base", "docker-default", "--deny", "read", "--allow", "read")]
    [InlineData(FailureKind.Usage, "--deny-action is for the calls of --deny, and there are none (--default-action is for all others)", "--base", "docker-default", "--deny-action", "trap")]
    [InlineData(FailureKind.Data, "no container would start under the profile: it refuses execve, which every container's start needs (--force makes it all the same)", "--base", "docker-default", "--deny", "execve")]
    [InlineData(FailureKind.NoInput, "cannot read /no/such: No such file or directory (give a profile's file, or docker-default)", "--base", "/no/such")]
    [InlineData(FailureKind.NoInput, "cannot read /: it is a directory", "--base", "/")]
    public void BadInputIsOneLineAndTouchesNothing(FailureKind kind, string line, params string[] arguments)
    {
        File.WriteAllText(_directory["p.json"], "old");
        var failure = CommandRun.Of(["profile", "seccomp", "-o", _directory["p.json"], .. arguments]).Failure;
        Assert.Equal((kind, line), (failure?.Kind, failure?.Line));
        Assert.Equal("old", File.ReadAllText(_directory["p.json"]));
    }

    [Fact]
    public void AnUnknownActionIsAUsageError() => Assert.Equal(
        ["--default-action takes kill_process, kill_thread, trap, errno[:ERROR], trace[:NUMBER], log, notify or allow, not 'errno:EFOO'"],
        CommandRun.Errors("profile", "seccomp", "--base", "docker-default", "--default-action", "errno:EFOO"));

    [Fact]
    public void APartialRecordingIsRefusedUnlessForced()
    {
        File.WriteAllText(_directory["ping"], $"{Ping}\nFORMAT\n1\n\nFACTS\nscope partial\n");
        var failure = CommandRun.Of("profile", "seccomp", _directory["ping"]).Failure;
        Assert.Equal(
            (FailureKind.Data, $"{_directory["ping"]} is partial: its container already ran when the recording started (record it from its start, or take it as it is with --force)"),
            (failure?.Kind, failure?.Line));
        Assert.StartsWith($"ctrace: warning: {_directory["ping"]}: a container already ran", Run("--force", _directory["ping"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ABaseOfAnotherArchitectureIsRefused()
    {
        File.WriteAllText(_directory["base.json"], """{ "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_AARCH64"] }""");
        Assert.Equal(
            $"{_directory["base.json"]} is for SCMP_ARCH_AARCH64, and not for x86_64 (take a base of the same architecture)",
            CommandRun.Of("profile", "seccomp", "--base", _directory["base.json"], _directory["ping"]).Failure?.Line);
    }

    [Fact]
    public void KillThreadIsWarnedOf() => Assert.EndsWith(
        "ctrace: warning: --default-action kill_thread: a thread of the runtime that meets it leaves 'docker run' hanging (kill_process ends it)\n",
        Run("--default-action", "kill_thread", _directory["ping"]).Warnings, StringComparison.Ordinal);

    [Fact]
    public void ForceIsWarnedOf() => Assert.Contains(
        "ctrace: warning: no container starts under the profile: it refuses close, epoll_ctl,",
        Run("--base", "deny-all", "--force", _directory["ping"]).Error, StringComparison.Ordinal);

    [Fact]
    public void WhatIsBeyondTheDefaultOrNotKnownIsTold() => Assert.Equal(
        "ctrace: warning: allowed beyond Docker's default, since it was recorded: keyctl\n"
        + "ctrace: warning: what these calls were given is not known, or not all of it, so that Docker's default conditions stay on them: clone, clone3\n"
        + "ctrace: warning: clone3 is answered ENOSYS, as Docker's default does, so that callers go on with clone, whose flags a filter sees\n",
        Run(_directory["ping"]).Warnings);

    /// <summary>The base's refusals stay, and what of them was recorded is named; --deny is above both.</summary>
    [Fact]
    public void WithinABaseOnlyWhatItAllowsIsAllowed()
    {
        foreach (var form in (string[][])[["options"], ["profile", "docker"], ["profile", "podman"], ["profile", "compose"], ["profile", "kubernetes"], ["profile", "seccomp"]])
        {
            var run = CommandRun.Of([.. form, "--within", "docker-default", "-o", _directory["in.json"], _directory["ping"]]);
            Assert.Equal((0, "ctrace: warning: refused, since docker-default refuses it, though it was recorded: keyctl\n"), (run.Code, run.Warnings));
            Assert.Null(CommandRun.Of("profile", "compare", _directory["in.json"], "docker-default").Failure);
            Assert.Equal(0, CommandRun.Of("profile", "compare", _directory["in.json"], "docker-default").Code);
        }

        // A base says nothing of capabilities, and allows more with them.
        File.WriteAllText(_directory["admin"], "ARCH\nx86_64\n\nCAPABILITIES\nsys_admin\n\nSYSCALLS\nmount\nread\n");
        Assert.Contains("given beyond Docker's default, since it was used or had to be held: CAP_SYS_ADMIN\n",
            CommandRun.Of("options", "--within", "docker-default", "-o", _directory["in.json"], _directory["admin"]).Warnings, StringComparison.Ordinal);

        var profile = Run("--within", "docker-default", "--deny", "alarm", _directory["ping"]).Output;
        Assert.DoesNotContain("\"alarm\"", profile, StringComparison.Ordinal);
        Assert.DoesNotContain("\"keyctl\"", profile, StringComparison.Ordinal);
        Assert.Contains("\"sendto\"", profile, StringComparison.Ordinal);
        Assert.DoesNotContain("\"chmod\"", profile, StringComparison.Ordinal);
        File.WriteAllText(_directory["few.json"], """{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "name": "sendto", "action": "SCMP_ACT_ALLOW" }] }""");
        Assert.StartsWith("no container would start under the profile: it refuses close, ", CommandRun.Of("options", "--within", _directory["few.json"], "-o", _directory["in.json"], _directory["ping"]).Failure?.Line, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "seccomp", "--within", "docker-default", "--base", "docker-default", _directory["ping"]).Failure?.Kind);
    }

    private static CommandRun Run(params string[] arguments)
    {
        var run = CommandRun.Of(["profile", "seccomp", .. arguments]);
        Assert.Null(run.Failure?.Line);
        return run;
    }
}
