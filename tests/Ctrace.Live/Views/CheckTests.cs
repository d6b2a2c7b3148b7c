using System.Text.Json;
using System.Text.RegularExpressions;
using Ctrace.Core.Tests;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>What would not work in a restricted container, of real processes and containers.</summary>
[Collection("engine")]
public sealed class CheckTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-check-");

    public CheckTests() => File.WriteAllText(Victim, "");

    private string Victim => Path.Combine(_directory.FullName, "victim");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public async Task ACommandThatDoesNothingForbiddenPassesItsExitCodeOn()
    {
        var run = await CheckAsync("--forbid-capabilities", "net_admin", "--forbid-syscalls", "mount", "--", "sh", "-c", $"chown 1 {Victim}; echo said; exit 4");
        Assert.Equal((4, "said\n"), (run.Status, run.Output));
        Assert.Contains("Forbidden capabilities used\n  none\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Forbidden system calls used\n  none\n", run.Errors, StringComparison.Ordinal);
        Assert.Matches("/usr/bin/chown +fchownat +CAP_CHOWN +1 +0\n", run.Errors);
    }

    [LiveFact]
    public async Task WhatIsForbiddenIsCountedByExecutableAndFails()
    {
        var found = await JsonAsync(1, "--forbid-capabilities", "chown-dac_override", "--forbid-syscalls", "mkdir-chmod",
            "--", "sh", "-c", $"chown 1 {Victim}; chown 1 {Victim}; mkdir {Victim}.d; mv {Victim}.d {Victim}.e; rmdir {Victim}.e");
        Assert.Equal("""{"exe":"/usr/bin/chown","capability":"chown","granted":2,"denied":0}""", Compact(Assert.Single(found.GetProperty("forbidden_capabilities").EnumerateArray())));
        Assert.Equal("""{"exe":"/usr/bin/mkdir","syscall":"mkdir","arch":"x86_64","count":1}""", Compact(Assert.Single(found.GetProperty("forbidden_syscalls").EnumerateArray())));
        Assert.Equal(0, found.GetProperty("lost").GetInt32());
    }

    [LiveFact]
    public async Task FailuresHaveTheNameOfTheirError()
    {
        var found = await JsonAsync(1, "-c", $"cat {Victim}/x");
        Assert.Contains("""{"exe":"/usr/bin/cat","syscall":"openat","arch":"x86_64","errno":"ENOTDIR","count":1}""",
            found.GetProperty("failures").EnumerateArray().Select(Compact));
    }

    [LiveFact(Needs = ProgramAbi.I386)]
    public async Task CompatCallsAreTheirOwn()
    {
        var found = await JsonAsync(1, "--forbid-syscalls", "getuid", "--", Path.Combine(Repository.Workloads, "calls-i386"));
        Assert.All(found.GetProperty("forbidden_syscalls").EnumerateArray(), call => Assert.Equal("i386", call.GetProperty("arch").GetString()));
        Assert.NotEmpty(found.GetProperty("forbidden_syscalls").EnumerateArray());
    }

    [LiveTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheContainerOfADockerRunIsFollowedAndNotItsClient(bool inOneWord)
    {
        string[] words = ["docker", "run", "--rm", LiveEngine.Image, "chown", "1", "/tmp"];
        var found = await JsonAsync(1, ["--forbid-capabilities", "chown", .. inOneWord ? (string[])["-c", string.Join(' ', words)] : ["--", .. words]]);
        var use = Assert.Single(found.GetProperty("forbidden_capabilities").EnumerateArray());
        Assert.Equal(("/bin/busybox", "chown", 1), (use.GetProperty("exe").GetString(), use.GetProperty("capability").GetString(), use.GetProperty("granted").GetInt32()));
        Assert.All(found.GetProperty("failures").EnumerateArray(), call => Assert.Equal("/bin/busybox", call.GetProperty("exe").GetString()));
    }

    [LiveTheory]
    [InlineData("by its path", "{docker} run --rm --name asked {image} chown 1 /tmp")]
    [InlineData("behind another program", "env LC_ALL=C docker --log-level error run --rm --name asked {image} chown 1 /tmp")]
    [InlineData("by a name that is no id", "docker create --name asked {image} chown 1 /tmp && docker start --attach asked")]
    [InlineData("by a client that ends first", "docker create --name asked {image} sh -c 'sleep 0.5; chown 1 /tmp' && docker start asked")]
    public async Task TheContainersThatAnEngineStartsForACommandAreWatchedAndNamed(string how, string line)
    {
        var docker = (await Command.RunAsync("sh", "-c", "command -v docker")).Succeeded();
        try
        {
            var found = await JsonAsync(1, "--forbid-capabilities", "chown", "--", "sh", "-c", line.Replace("{docker}", docker, StringComparison.Ordinal).Replace("{image}", LiveEngine.Image, StringComparison.Ordinal));
            Assert.True(
                Compact(Assert.Single(found.GetProperty("forbidden_capabilities").EnumerateArray())) == """{"container":"asked","exe":"/bin/busybox","capability":"chown","granted":1,"denied":0}""", how);
            Assert.DoesNotContain(found.GetProperty("failures").EnumerateArray(), call => call.GetProperty("exe").GetString() == docker);
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", "asked");
        }
    }

    [LiveFact]
    public async Task ACommandsOwnCallsAndItsContainersAreListedApartAndOthersContainersDoNotCount()
    {
        var (ready, go) = (Path.Combine(_directory.FullName, "ready"), Path.Combine(_directory.FullName, "go"));
        var script = $"chown 1 {Victim}; touch {ready}; until [ -e {go} ]; do sleep 0.05; done; docker run --rm --name apart {LiveEngine.Image} chown 1 /tmp";
        var check = JsonAsync(1, "--forbid-capabilities", "chown", "--", "sh", "-c", script);
        await Waiting.UntilAsync(() => File.Exists(ready) || check.IsCompleted, () => "the script does not run");
        await LiveEngine.DockerAsync("run", "--rm", LiveEngine.Image, "chown", "1", "/tmp");
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(
            [
                """{"exe":"/usr/bin/chown","capability":"chown","granted":1,"denied":0}""",
                """{"container":"apart","exe":"/bin/busybox","capability":"chown","granted":1,"denied":0}""",
            ],
            (await check).GetProperty("forbidden_capabilities").EnumerateArray().Select(Compact));
    }

    [LiveFact]
    public async Task OnlyTheCommandIsWatchedWhereThatIsAskedFor()
    {
        var found = await JsonAsync(0, "--only-command", "--forbid-capabilities", "chown", "--", "docker", "run", "--rm", LiveEngine.Image, "chown", "1", "/tmp");
        Assert.Empty(found.GetProperty("forbidden_capabilities").EnumerateArray());
        Assert.Contains(found.GetProperty("failures").EnumerateArray(), call => call.GetProperty("exe").GetString()!.EndsWith("/docker", StringComparison.Ordinal));
    }

    [LiveFact]
    public async Task OnlyAProgramThatRootPutThereIsAnEnginesClient()
    {
        var (script, program) = ($"{_directory.FullName}/docker", $"{_directory.FullName}/bin/docker");
        Directory.CreateDirectory($"{_directory.FullName}/bin");
        await File.WriteAllTextAsync(script, "#!/bin/sh\nmkdir $1\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        Assert.Equal(1, (await CheckAsync("--forbid-syscalls", "mkdir", "--", script, $"{Victim}.a")).Status);
        File.Copy("/usr/bin/mkdir", program);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_111_111);
        Assert.Equal(1, (await CheckAsync("--forbid-syscalls", "mkdir", "--", program, $"{Victim}.b")).Status);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Assert.Equal(0, (await CheckAsync("--forbid-syscalls", "mkdir", "--", program, $"{Victim}.c")).Status);
    }

    [LiveFact]
    public async Task AnEnginesClientNeverFailsACheck()
    {
        var check = await CheckAsync("--forbid-syscalls", "openat,mmap", "--", "docker", "ps");
        Assert.Equal(0, check.Status);
        Assert.Contains("ctrace: passed: nothing forbidden was seen\n", check.Errors, StringComparison.Ordinal);
        Assert.Contains("no container was seen to start for it", check.Errors, StringComparison.Ordinal);
        Assert.Contains("ctrace: failed: 2 forbidden uses\n", (await CheckAsync("--only-command", "--forbid-syscalls", "openat,mmap", "--", "docker", "ps")).Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task WhatACommandExecutesInAContainerThatRunsIsSeen()
    {
        await LiveEngine.DockerAsync("run", "-d", "--name", "entered", LiveEngine.Image, "sleep", "1000");
        try
        {
            var check = await CheckAsync("--forbid-syscalls", "chown", "--", "sh", "-c", "docker exec entered sh -c 'sleep 1; chown 1 /tmp'");
            Assert.Equal(1, check.Status);
            Assert.Matches("entered +/bin/busybox +chown +1\n", check.Errors);
            Assert.Contains("container entered ran before the command, which executed something in it", check.Errors, StringComparison.Ordinal);
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", "entered");
        }
    }

    [LiveTheory]
    [InlineData("what begins like a TLS handshake", "use Socket; socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, 0); syswrite $a, qq{\\x16\\x03\\x01}")]
    [InlineData("what can be written in pieces", "use Socket; my $p = substr($ENV{DOCKER_HOST}, 7); socket(my $s, AF_UNIX, SOCK_STREAM, 0); connect($s, pack_sockaddr_un($p)) or die")]
    public async Task WhoseAContainerIsIsNotGuessedWhereRequestsCannotBeRead(string what, string program)
    {
        var (ready, go) = (Path.Combine(_directory.FullName, "ready"), Path.Combine(_directory.FullName, "go"));
        var check = CheckAsync("--", "sh", "-c", $"perl -e '{program}' && touch {ready}; until [ -e {go} ]; do sleep 0.05; done");
        await Waiting.UntilAsync(() => File.Exists(ready) || check.IsCompleted, () => "the script does not run");
        await LiveEngine.DockerAsync("run", "--rm", LiveEngine.Image, "true");
        await File.WriteAllTextAsync(go, "");
        Assert.True(Regex.IsMatch((await check).Errors, @"whether the command started (container [0-9a-f]{12}|\d+ containers \(.*\)) cannot be told"), what);
    }

    [LiveFact]
    public async Task StraceNamesTheContainersOfItsCommand()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "strace", "-e", "trace=chown", "--", "sh", "-c", $"docker run --rm --name named {LiveEngine.Image} chown 1 /tmp");
        Assert.Contains("[named] [pid     1] chown(\"/tmp\", 1, 0) = 0\n", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task AnUnconfinedContainerIsHeldAgainstTheDefaultProfile()
    {
        var junit = Path.Combine(_directory.FullName, "check.xml");
        var sarif = Path.Combine(_directory.FullName, "check.sarif");
        var found = await JsonAsync(1, "--against", "docker-default", "--junit", junit, "--sarif", sarif, "--",
            "docker", "run", "--rm", "--security-opt", "seccomp=unconfined", LiveEngine.Image, "sh", "-c", "mount -t tmpfs x /tmp; umount /tmp; true");
        Assert.Equal(["mount", "umount2"], found.GetProperty("forbidden_syscalls").EnumerateArray().Select(call => call.GetProperty("syscall").GetString()));
        Assert.Contains("tests=\"2\" failures=\"2\"", await File.ReadAllTextAsync(junit), StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(await File.ReadAllTextAsync(sarif)).RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    [LiveFact]
    public async Task WhatRunsUnderTheDefaultProfilePassesIt()
    {
        var found = await JsonAsync(0, "--against", "docker-default", "--", "docker", "run", "--rm", LiveEngine.Image, "sh", "-c", "ls / && su nobody -s /bin/sh -c id && threads");
        Assert.Empty(found.GetProperty("forbidden_syscalls").EnumerateArray());
    }

    [LiveFact]
    public async Task ACallThatTheContainersOwnFilterRefusesIsSeen()
    {
        var found = await JsonAsync(1, "--against", "docker-default", "--", "docker", "run", "--rm", LiveEngine.Image, "mount", "-t", "tmpfs", "x", "/tmp");
        Assert.Equal("mount", Assert.Single(found.GetProperty("forbidden_syscalls").EnumerateArray()).GetProperty("syscall").GetString());
        Assert.Contains(found.GetProperty("failures").EnumerateArray(), call => call.GetProperty("syscall").GetString() == "mount" && call.GetProperty("errno").GetString() == "EPERM");
    }

    [LiveFact]
    public async Task ArgumentsDecideWhereTheProfileSaysSo()
    {
        var profile = Path.Combine(_directory.FullName, "profile.json");
        await File.WriteAllTextAsync(profile, """
            { "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"],
              "syscalls": [{ "names": ["setpriority"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 2, "value": 5, "op": "SCMP_CMP_EQ" }] }] }
            """);
        Assert.Empty((await JsonAsync(0, "--against", profile, "--", "nice", "-n", "4", "true")).GetProperty("forbidden_syscalls").EnumerateArray());
        var found = await JsonAsync(1, "--against", profile, "--", "nice", "-n", "5", "true");
        Assert.Equal("setpriority", Assert.Single(found.GetProperty("forbidden_syscalls").EnumerateArray()).GetProperty("syscall").GetString());
    }

    [LiveFact]
    public async Task ARunningContainerIsWatchedUntilItEnds()
    {
        await LiveEngine.DockerAsync("run", "-d", "--name", "checked", LiveEngine.Image, "sleep", "1000");
        try
        {
            await using var view = await LiveView.StartAsync("check", "--json", "--forbid-capabilities", "chown", "--container", "checked");
            await LiveEngine.DockerAsync("exec", "checked", "chown", "1", "/tmp");
            await LiveEngine.DockerAsync("rm", "--force", "checked");
            var end = await view.EndAsync();
            Assert.Equal(1, end.Status);
            Assert.Single(JsonDocument.Parse(end.Output).RootElement.GetProperty("forbidden_capabilities").EnumerateArray());
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", "checked");
        }
    }

    [LiveFact]
    public async Task AProcessIsWatchedWithItsFutureChildrenUntilAnInterrupt()
    {
        using var shell = new Shell();
        await using var view = await LiveView.StartAsync("check", "--json", "--forbid-syscalls", "mkdir", "-x", $"{shell.Id}");
        shell.Say($"mkdir {Victim}.d; touch {Victim}.done");
        await Waiting.UntilAsync(() => File.Exists($"{Victim}.done"), () => "the shell does not do it");

        var end = await view.StopAsync();
        Assert.Equal(1, end.Status);
        Assert.Equal("/usr/bin/mkdir", Assert.Single(JsonDocument.Parse(end.Output).RootElement.GetProperty("forbidden_syscalls").EnumerateArray()).GetProperty("exe").GetString());
    }

    private static Task<Command> CheckAsync(params string[] arguments) => Command.RunAsync(Repository.Ctrace, ["check", .. arguments]);

    private async Task<JsonElement> JsonAsync(int status, params string[] arguments)
    {
        var file = Path.Combine(_directory.FullName, "found.json");
        var run = await CheckAsync(["--json", "-o", file, .. arguments]);
        Assert.True(run.Status == status, $"{run.Status}: {run.Errors}{run.Output}{(File.Exists(file) ? File.ReadAllText(file) : "")}");
        return JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
