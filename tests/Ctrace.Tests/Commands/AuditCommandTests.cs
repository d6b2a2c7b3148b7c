using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary><c>--audit</c> in each form, <c>--since</c>, <c>--last-seen-since</c> and <c>status --refused</c>.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private const string Grown = "ARCH\nx86_64\n\nCAPABILITIES\nchown\nnet_bind_service\nsys_admin\n\nSYSCALLS\naccept4\nbpf\nchown\nfsync\nread\nsocket\nwrite\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 socket 0x2 0x1 0x0 1\nx86_64 socket 0x26 0x5 0x0 1\n\nSYSCALL-CALLERS\nx86_64 bpf 12 program /usr/bin/odd\n";

    private readonly TemporaryDirectory _directory = new();

    public AuditCommandTests() => ProfileSamples.WriteTo(_directory);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void OptionsLeaveTheCapabilitiesAndTheProfileLogs()
    {
        var run = CommandRun.Of("options", "--audit", "-o", _directory["p.json"], _directory["restricted"]);
        Assert.Equal($"--security-opt=no-new-privileges --security-opt=seccomp:{_directory["p.json"]} --user=33:33\n", run.Output);
        Assert.Equal((SeccompAction.Allow, SeccompAction.Log), (Action("p.json", "accept4"), Action("p.json", "rename")));
        Assert.Contains("fills that log", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Output, CommandRun.Of("profile", "docker", "--audit", "-o", _directory["p.json"], _directory["restricted"]).Output);
        Assert.StartsWith("--security-opt=seccomp:", CommandRun.Of("profile", "podman", "--audit", "-o", _directory["p.json"], _directory["web"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void EachFormSaysNothingOfCapabilities()
    {
        var compose = CommandRun.Of("profile", "compose", "--audit", "-o", _directory["p.json"], _directory["web"]).Output;
        Assert.Equal($"security_opt:\n  - seccomp={_directory["p.json"]}\n", compose);
        var oci = JsonNode.Parse(CommandRun.Of("profile", "oci", "--audit", _directory["web"]).Output)!;
        Assert.Null(oci["process"]!["capabilities"]);
        Assert.Equal("SCMP_ACT_LOG", (string?)oci["linux"]!["seccomp"]!["defaultAction"]);
        var kubernetes = CommandRun.Of("profile", "kubernetes", "--audit", "-o", _directory["k.json"], _directory["web"]);
        Assert.DoesNotContain("capabilities", kubernetes.Output, StringComparison.Ordinal);
        Assert.Contains("--base docker-default", kubernetes.Error, StringComparison.Ordinal);
        Assert.Contains("SCMP_ACT_LOG", CommandRun.Of("profile", "spo", "--audit", "--name", "web", _directory["web"]).Output, StringComparison.Ordinal);
        var unit = CommandRun.Of("profile", "systemd", "--audit", _directory["web"]).Output;
        Assert.StartsWith("[Service]\nSystemCallLog=\nSystemCallLog=~", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("SystemCallFilter", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void AManifestSaysWhatItsContainersMayDoWithout()
    {
        string Patched(string profile)
        {
            File.WriteAllText(_directory["pod.yml"], $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      securityContext:\n        capabilities:\n          add: [\"NET_RAW\"]\n{profile}");
            var run = CommandRun.Of("profile", "kubernetes", "--audit", "-o", _directory["k.json"], "--patch", _directory["pod.yml"], _directory["web"]);
            return run.Failure?.Message ?? File.ReadAllText(_directory["pod.yml"]);
        }

        Assert.Contains("NET_RAW", Patched(""), StringComparison.Ordinal);
        Assert.Equal("SCMP_ACT_LOG", Default("k.json"));
        Assert.Contains("localhostProfile", Patched("        seccompProfile:\n          type: RuntimeDefault\n"), StringComparison.Ordinal);
        Assert.Equal("SCMP_ACT_ERRNO", Default("k.json"));
        Assert.Contains("must know it", Patched("        seccompProfile:\n          type: Localhost\n          localhostProfile: x.json\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void ABundleWithAFilterNeedsItsName()
    {
        File.WriteAllText(_directory["config.json"], "{\"process\": {\"capabilities\": {\"bounding\": [\"CAP_KILL\"]}}, \"linux\": {\"seccomp\": {\"defaultAction\": \"SCMP_ACT_ERRNO\"}}}\n");
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "oci", "--audit", "--patch", _directory["config.json"], _directory["web"]).Failure?.Kind);
        Assert.Equal(0, CommandRun.Of("profile", "oci", "--audit", "--base", "docker-default", "--patch", _directory["config.json"], _directory["web"]).Code);
        Assert.Contains("CAP_KILL", File.ReadAllText(_directory["config.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--audit", "--within", "docker-default")]
    [InlineData("--base", "docker-default")]
    public void WhatDoesNotGoTogetherIsRefused(params string[] options)
    {
        var run = CommandRun.Of(["options", .. options, "-o", _directory["p.json"], _directory["web"]]);
        Assert.True(run.Failure?.Kind == FailureKind.Usage || run.Code == (int)FailureKind.Usage, run.Error);
        Assert.False(File.Exists(_directory["p.json"]));
    }

    [Fact]
    public void TheProfilesOwnCommandTakesABaseAndNoChanges()
    {
        var run = CommandRun.Of("profile", "seccomp", "--audit", "--base", "none", _directory["web"]);
        Assert.Equal("SCMP_ACT_LOG", (string?)JsonNode.Parse(run.Output)!["defaultAction"]);
        foreach (var options in new string[][] { ["--allow", "chmod"], ["--default-action", "log"], ["--base", "deny-all"] })
        {
            Assert.Equal(FailureKind.Usage, CommandRun.Of(["profile", "seccomp", "--audit", .. options, _directory["web"]]).Failure?.Kind);
        }

        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "seccomp", "--audit").Failure?.Kind);
    }

    [Fact]
    public void WhatIsNewIsToldByRiskAndWhatIsDangerousWaits()
    {
        File.WriteAllText(_directory["grown"], Grown);
        CommandRun.Of("options", "-o", _directory["last.json"], _directory["web"]);
        var run = CommandRun.Of("options", "--since", _directory["last.json"], "-o", _directory["next.json"], _directory["grown"]);
        Assert.Equal($"--cap-drop=ALL --cap-add=CHOWN --cap-add=NET_BIND_SERVICE --security-opt=seccomp:{_directory["next.json"]}\n", run.Output);
        Assert.Null(Action("next.json", "bpf"));
        Assert.Equal(SeccompAction.Allow, Action("next.json", "fsync"));
        var lines = run.Error.Split('\n');
        Assert.Contains("LEFT OUT bpf (by /usr/bin/odd): escape: ", lines[Array.FindIndex(lines, line => line.Contains("the most dangerous first", StringComparison.Ordinal)) + 1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line == "ctrace:   fsync");
        Assert.Contains(lines, line => line.EndsWith("--accept bpf,CAP_SYS_ADMIN,socket (a profile does not say which capabilities went with it; the last tracefile does)", StringComparison.Ordinal));

        run = CommandRun.Of("options", "--since", _directory["last.json"], "--accept", "bpf,cap_sys_admin", "-o", _directory["next.json"], _directory["grown"]);
        Assert.Contains("--cap-add=SYS_ADMIN", run.Output, StringComparison.Ordinal);
        Assert.Equal(SeccompAction.Allow, Action("next.json", "bpf"));
        var misspelt = CommandRun.Of("options", "--since", _directory["last.json"], "--accept", "bfp", "-o", _directory["next.json"], _directory["grown"]).Failure!;
        Assert.Equal((FailureKind.Usage, true), (misspelt.Kind, misspelt.Line.Contains("did you mean bpf? new are ", StringComparison.Ordinal)));
        var old = CommandRun.Of("options", "--since", _directory["last.json"], "--accept", "bpf,ptrace", "-o", _directory["next.json"], _directory["grown"]);
        Assert.Contains($"--accept ptrace changes nothing: not new since {_directory["last.json"]}", old.Error, StringComparison.Ordinal);
    }

    /// <summary>What is left out of a call's arguments never makes it one with any.</summary>
    [Theory]
    [InlineData("x86_64 ptrace 0x10 1", true)]
    [InlineData("x86_64 ptrace any", true)]
    [InlineData("x86_64 ptrace 0x10 1", false)]
    public void ADangerousCallWithOtherArgumentsWaits(string given, bool profile)
    {
        const string Before = "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nptrace\nread\nwrite\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 ptrace 0x0 1\n";
        File.WriteAllText(_directory["before"], Before);
        File.WriteAllText(_directory["after"], Before.Replace("x86_64 ptrace 0x0 1", given, StringComparison.Ordinal));
        CommandRun.Of("options", "--arguments", "-o", _directory["last.json"], _directory["before"]);
        var run = CommandRun.Of("options", "--arguments", "--since", _directory[profile ? "last.json" : "before"], "-o", _directory["next.json"], _directory["after"]);
        Assert.Contains("LEFT OUT ptrace", run.Error, StringComparison.Ordinal);
        Assert.Null(Action("next.json", "ptrace"));
    }

    [Fact]
    public void ADangerousCallWithoutRecordedArgumentsWaitsWhereTheLastProfileHadSome()
    {
        File.WriteAllText(_directory["grown"], Grown);
        File.WriteAllText(_directory["last.json"], """{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["bpf"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":1,"op":"SCMP_CMP_EQ"}]}]}""");
        var run = CommandRun.Of("options", "--since", _directory["last.json"], "-o", _directory["next.json"], _directory["grown"]);
        Assert.Contains("LEFT OUT bpf", run.Error, StringComparison.Ordinal);
        Assert.Null(Action("next.json", "bpf"));
    }

    [Fact]
    public void AProfileTakesNoRecordingsPlace()
    {
        var before = File.ReadAllText(_directory["web"]);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("options", "-o", _directory["web"], _directory["web"]).Failure?.Kind);
        Assert.Equal(before, File.ReadAllText(_directory["web"]));
    }

    [Fact]
    public void WhatWasRefusedIsOfferedAndWhatIsGoneIsTold()
    {
        File.WriteAllText(_directory["refused"], ProfileSamples.Web + "\nFORMAT\n3\n\nCALLS-REFUSED\n2026-11-30T01:20:03Z - x86_64 chmod errno:EPERM - 3 program /bin/chmod\n2026-11-30T01:20:03Z - x86_64 clone3 errno:ENOSYS - 3 program /bin/sh\n2026-11-30T01:20:03Z other.json x86_64 rmdir errno:EPERM - 3 program /bin/sh\n");
        File.WriteAllText(_directory["before"], ProfileSamples.Web.Replace("write\n", "sync\nwrite\n", StringComparison.Ordinal));
        CommandRun.Of("options", "-o", _directory["last.json"], _directory["before"]);
        var run = CommandRun.Of("options", "--since", _directory["last.json"], "-o", _directory["next.json"], _directory["refused"]);
        Assert.Contains("ctrace:   LEFT OUT chmod (by /bin/chmod): was refused, 3 times\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("clone3 (", run.Error, StringComparison.Ordinal);
        Assert.Contains($"ctrace: no longer allowed, and allowed by {_directory["last.json"]}: sync\n", run.Error, StringComparison.Ordinal);
        Assert.Null(Action("next.json", "chmod"));
        run = CommandRun.Of("options", "--since", _directory["last.json"], "--accept", "chmod", "-o", _directory["next.json"], _directory["refused"]);
        Assert.Equal(SeccompAction.Allow, Action("next.json", "chmod"));
        Assert.DoesNotContain("LEFT OUT", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A call that the last profile allows stays allowed without what is dangerous of what it was given.</summary>
    [Fact]
    public void OfACallThatWasAllowedOnlyWhatIsNewWaits()
    {
        File.WriteAllText(_directory["grown"], Grown);
        File.WriteAllText(_directory["before"], Grown.Replace("x86_64 socket 0x26 0x5 0x0 1\n", "", StringComparison.Ordinal).Replace("bpf\n", "", StringComparison.Ordinal).Replace("sys_admin\n", "", StringComparison.Ordinal).Replace("\nSYSCALL-CALLERS\nx86_64 bpf 12 program /usr/bin/odd\n", "", StringComparison.Ordinal));
        CommandRun.Of("options", "-o", _directory["last.json"], _directory["before"]);
        var since = CommandRun.Of("options", "--since", _directory["before"], "--accept", "bpf,CAP_SYS_ADMIN", "-o", _directory["next.json"], _directory["grown"]);
        Assert.Contains("LEFT OUT socket", since.Error, StringComparison.Ordinal);
        var rules = SeccompReader.Read(File.ReadAllBytes(_directory["next.json"]), "next").Profile.Rules.Where(rule => rule.Names.Contains("socket")).ToList();
        Assert.NotEmpty(rules);
        Assert.DoesNotContain(rules, rule => rule.Arguments.Any(argument => argument.Condition.Holds(0x26)));
    }

    [Fact]
    public void AMergeForgetsWhatIsOldAndNamesIt()
    {
        const string Times = "\nFORMAT\n3\n\nSYSCALLS-LAST\nx86_64 accept4 2026-11-01T00:00:00Z\nx86_64 chown 2026-10-01T00:00:00Z\nx86_64 read 2026-11-01T00:00:00Z\n";
        File.WriteAllText(_directory["timed"], ProfileSamples.Web + Times);
        var run = CommandRun.Of("merge", "--last-seen-since", "2026-10-15", "-o", _directory["m"], _directory["timed"]);
        Assert.Contains("left out: chown, last seen 2026-10-01T00:00:00Z", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 stay of which nobody noted", run.Error, StringComparison.Ordinal);
        Assert.Contains("SYSCALLS\naccept4\nread\nwrite\n", File.ReadAllText(_directory["m"]), StringComparison.Ordinal);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("merge", "--last-seen-since", "yesterday", "-o", _directory["m"], _directory["timed"]).Failure?.Kind);

        File.WriteAllText(_directory["old"], ProfileSamples.Web.Replace("read\n", "execve\nread\n", StringComparison.Ordinal) + Times + "x86_64 execve 2026-09-01T00:00:00Z\n");
        Assert.Contains("no program has been started", CommandRun.Of("merge", "--last-seen-since", "2026-10-15", "-o", _directory["m"], _directory["old"]).Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasRefusedIsListedWithoutADaemon()
    {
        Directory.CreateDirectory(_directory["data/shop"]);
        File.WriteAllText(_directory["data/shop/web"], ProfileSamples.Web + "\nFORMAT\n3\n\nCALLS-REFUSED\n2026-11-30T01:20:03Z web.json x86_64 chmod errno:EPERM - 3 program /bin/chmod\n2026-11-30T01:20:03Z - x86_64 clone3 errno:ENOSYS - 3 program /bin/sh\n");
        File.WriteAllText(_directory["data/damaged"], "ARCH\n");
        TemporaryDirectory.Run("mkfifo", _directory["data/pipe"]);
        File.CreateSymbolicLink(_directory["data/link"], "/etc/passwd");
        var run = CommandRun.Of("status", "--refused", "--data", _directory["data"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("2026-11-30T01:20:03Z  would  chmod  -      errno:EPERM  3      /bin/chmod  shop/web   web.json", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("clone3", run.Output, StringComparison.Ordinal);
        Assert.Contains("damaged", run.Error, StringComparison.Ordinal);
        Assert.Contains("link: it is a link", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", run.Error, StringComparison.Ordinal);
        Assert.Contains("pipe: it is a device or a pipe", run.Error, StringComparison.Ordinal);
        Assert.Contains("clone3", CommandRun.Of("status", "--refused", "--all", "--json", "--data", _directory["data"]).Output, StringComparison.Ordinal);
    }

    private string? Default(string profile) => (string?)JsonNode.Parse(File.ReadAllText(_directory[profile]))!["defaultAction"];

    private SeccompAction? Action(string profile, string call) =>
        SeccompReader.Read(File.ReadAllBytes(_directory[profile]), profile).Profile.Rules.Where(rule => rule.Names.Contains(call)).Select(rule => (SeccompAction?)rule.Action).FirstOrDefault();
}
