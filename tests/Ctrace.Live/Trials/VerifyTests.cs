using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Ctrace.Live.Trials;

/// <summary>Containers under restrictions, and what is told of them.</summary>
[Collection("engine")]
public sealed class VerifyTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-verify-");

    private string Trace => Path.Combine(_directory.FullName, "trace");

    private string Profile => Path.Combine(_directory.FullName, "profile.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public async Task AContainerUnderItsOwnTraceIsRefusedNothing()
    {
        await RecordAsync("sh", "-c", "/bin/touch /tmp/x; /bin/chmod 700 /tmp/x");
        var run = await VerifyAsync(0, "--tracefile", Trace, "--times", "3", "--", LiveEngine.Image, "sh", "-c", "/bin/touch /tmp/x; /bin/chmod 700 /tmp/x");
        Assert.Equal("nothing denied in 3 runs; the container ended with 0\n", run.Errors);
    }

    [LiveFact]
    public async Task ARefusalIsNamedWithAllThatIsKnownOfIt()
    {
        await RecordAsync("sh", "-c", "/bin/touch /tmp/x; /bin/sleep 0.1");
        var found = await JsonAsync(1, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", "/bin/touch /tmp/x; /bin/chmod 711 /tmp/x; /bin/sleep 0.1; exit 3");
        var denied = Assert.Single(found.GetProperty("syscalls").EnumerateArray());
        Assert.Equal(("chmod", "x86_64", "EPERM", "/bin/chmod"), (Text(denied, "syscall"), Text(denied, "arch"), Text(denied, "answer"), Text(denied, "exe")));
        Assert.Equal("chmod(\"/tmp/x\", 0711) = -1 EPERM (Operation not permitted)", Text(denied, "call"));
        Assert.Equal(1, denied.GetProperty("count").GetInt32());
        Assert.InRange(denied.GetProperty("pid").GetInt32(), 2, 20); // as the container counts
        Assert.Equal("ended with 1", Assert.Single(denied.GetProperty("process").EnumerateArray()).GetString());
        Assert.Equal(3, Assert.Single(found.GetProperty("runs").EnumerateArray()).GetProperty("exit_code").GetInt32());
    }

    [LiveFact]
    public async Task EveryCallThatTheProgramSawRefusedIsTold()
    {
        // The workload says itself what was refused: under Docker's default filter, all of it.
        await RecordAsync("denied");
        await ForgetAsync("SYSCALL-REFUSALS");
        var run = await VerifyAsync(1, "--tracefile", Trace, "--json", "--", LiveEngine.Image, "denied");
        var seen = run.Output.Split('\n').Where(line => line.StartsWith("error ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);
        var told = JsonDocument.Parse(run.Errors).RootElement.GetProperty("syscalls").EnumerateArray().ToList();
        Assert.Equal(seen.Order(StringComparer.Ordinal), told.Select(denied => Text(denied, "syscall")).Order(StringComparer.Ordinal));
        Assert.Equal("clone3", Text(Assert.Single(told, denied => denied.GetProperty("expected").GetBoolean()), "syscall"));
        Assert.All(told, denied => Assert.Equal(["went on and ended with 0"], denied.GetProperty("process").EnumerateArray().Select(end => end.GetString())));
    }

    [LiveTheory]
    [InlineData("SCMP_ACT_KILL_PROCESS", "SIGSYS", "was killed by SIGSYS")]
    [InlineData("SCMP_ACT_TRAP", "SIGSYS", "was killed by SIGSYS")]
    public async Task DeathsByTheFilterAreTold(string action, string answer, string end)
    {
        await RecordAsync("sh", "-c", "/bin/touch /tmp/x; /bin/sleep 0.1");
        await WriteProfileAsync();
        var profile = JsonNode.Parse(await File.ReadAllTextAsync(Profile, TestContext.Current.CancellationToken))!;
        profile["syscalls"]!.AsArray().Add(new JsonObject { ["names"] = new JsonArray("chmod"), ["action"] = action });
        await File.WriteAllTextAsync(Profile, profile.ToJsonString(), TestContext.Current.CancellationToken);
        var found = await JsonAsync(1, "--profile", Profile, "--", LiveEngine.Image, "sh", "-c", "/bin/chmod 711 /tmp; /bin/sleep 0.1");
        var denied = Assert.Single(found.GetProperty("syscalls").EnumerateArray());
        Assert.Equal(("chmod", answer, "/bin/chmod"), (Text(denied, "syscall"), Text(denied, "answer"), Text(denied, "exe")));
        Assert.Equal("chmod(\"/tmp\", 0711) = ?", Text(denied, "call"));
        Assert.Equal(end, Assert.Single(denied.GetProperty("process").EnumerateArray()).GetString());
    }

    /// <summary>A profile that is only tried: everything happens, and what the profile lacks is told, whether it succeeds or not.</summary>
    [LiveTheory]
    [InlineData("--profile")]
    [InlineData("--options")]
    public async Task WhatAProfileOnlyLogsIsToldAndHappens(string option)
    {
        await RecordAsync("sh", "-c", "/bin/touch /tmp/x; /bin/sleep 0.1");
        (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--default-action", "log", "-o", Profile, Trace)).Succeeded();
        string[] restriction = option == "--profile" ? [option, Profile] : [option, $"--security-opt seccomp={Profile}"];
        var found = await JsonAsync(1, [.. restriction, "--", LiveEngine.Image, "sh", "-c", "/bin/touch /tmp/x; /bin/chmod 711 /tmp/x; /bin/mkdir /bin; /bin/sleep 0.1"]);
        var told = found.GetProperty("syscalls").EnumerateArray().Where(call => !call.GetProperty("expected").GetBoolean()).ToDictionary(call => Text(call, "syscall")!);
        Assert.Equal(["chmod", "mkdir"], told.Keys.Order(StringComparer.Ordinal));
        Assert.All(told.Values, call => Assert.Equal(("log", $"/bin/{Text(call, "syscall")}"), (Text(call, "answer"), Text(call, "exe"))));
        Assert.Equal("chmod(\"/tmp/x\", 0711) = 0", Text(told["chmod"], "call"));
        Assert.Equal("mkdir(\"/bin\", 0777) = -1 EEXIST (File exists)", Text(told["mkdir"], "call"));
        Assert.Equal("went on and ended with 0", Assert.Single(told["chmod"].GetProperty("process").EnumerateArray()).GetString());
    }

    /// <summary>Only what is given the arguments that are logged is told.</summary>
    [LiveFact]
    public async Task WhatIsLoggedForSomeArgumentsIsToldForThose()
    {
        var profile = JsonNode.Parse((await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--base", "docker-default", "--allow", "socket")).Succeeded())!;
        profile["syscalls"]!.AsArray().Add(new JsonObject
        {
            ["names"] = new JsonArray("umask"),
            ["action"] = "SCMP_ACT_LOG",
            ["args"] = new JsonArray(new JsonObject { ["index"] = 0, ["value"] = 63, ["op"] = "SCMP_CMP_EQ" }),
        });
        foreach (var rule in profile["syscalls"]!.AsArray().SkipLast(1))
        {
            var names = rule!["names"]!.AsArray();
            foreach (var name in names.Where(name => (string?)name == "umask").ToList())
            {
                names.Remove(name);
            }
        }

        profile["syscalls"]!.AsArray().Add(new JsonObject
        {
            ["names"] = new JsonArray("umask"),
            ["action"] = "SCMP_ACT_ALLOW",
            ["args"] = new JsonArray(new JsonObject { ["index"] = 0, ["value"] = 63, ["op"] = "SCMP_CMP_NE" }),
        });
        await File.WriteAllTextAsync(Profile, profile.ToJsonString(), TestContext.Current.CancellationToken);
        var found = await JsonAsync(1, "--profile", Profile, "--", LiveEngine.Image, "perl", "-e", "umask 7; umask 63; umask 8;");
        var told = Assert.Single(found.GetProperty("syscalls").EnumerateArray(), call => !call.GetProperty("expected").GetBoolean());
        Assert.Equal(("umask", 1, "umask(077) = 007"), (Text(told, "syscall"), told.GetProperty("count").GetInt32(), Text(told, "call")));
    }

    [LiveFact]
    public async Task ARuntimeThatIsRefusedItsLastStepsIsTold()
    {
        await RecordAsync("calls");
        await WriteProfileAsync();
        var profile = JsonNode.Parse(await File.ReadAllTextAsync(Profile, TestContext.Current.CancellationToken))!;
        var names = profile["syscalls"]![0]!["names"]!.AsArray();
        names.Remove(names.First(name => (string?)name == "execve"));
        await File.WriteAllTextAsync(Profile, profile.ToJsonString(), TestContext.Current.CancellationToken);
        var run = await Command.RunAsync(Repository.Ctrace, "verify", "--profile", Profile, "--", "--rm", LiveEngine.Image, "calls");
        Assert.Equal(1, run.Status);
        Assert.Contains("denied: execve answered EPERM", run.Errors, StringComparison.Ordinal);
        Assert.Contains("\nfailed: the container's own program was not executed; docker ended with ", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task LearningEndsWhenNothingIsRefused()
    {
        await RecordAsync("sh", "-c", "/bin/touch /tmp/x; /bin/sleep 0.1");
        const string more = "/bin/chmod 700 /tmp/x; /bin/chown 1 /tmp/x; /bin/touch /tmp/x; /bin/sleep 0.1";
        var run = await VerifyAsync(0, "--learn", Trace, "--", LiveEngine.Image, "sh", "-c", $"/bin/touch /tmp/x; {more}");
        Assert.EndsWith("nothing denied in 1 run; the container ended with 0\n", run.Errors, StringComparison.Ordinal);
        var trace = await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken);
        Assert.Contains("\nlearned syscall x86_64 chmod\n", trace, StringComparison.Ordinal);
        Assert.Contains("\nlearned capability chown\n", trace, StringComparison.Ordinal);
        await VerifyAsync(0, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", $"/bin/touch /tmp/x; {more}");
    }

    [LiveFact]
    public async Task WhatTheEngineRefusesAnywayIsNotLearned()
    {
        await RecordAsync("denied");
        await ForgetAsync("SYSCALL-REFUSALS");
        var before = await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken);
        var run = await VerifyAsync(1, "--learn", Trace, "--", LiveEngine.Image, "denied");
        Assert.Contains("ctrace: round 1: the container ended with 0; learned nothing\n", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken));
    }

    [LiveFact]
    public async Task MinimizingKeepsTheCapabilitiesThatAreNeeded()
    {
        // chown fails without its capability; that mknod fails does not matter here.
        const string script = "/bin/mknod /tmp/null c 1 3; /bin/touch /tmp/x && /bin/chown 1 /tmp/x";
        await RecordAsync("sh", "-c", script);
        var run = await VerifyAsync(1, "--tracefile", Trace, "--minimize", "--", LiveEngine.Image, "sh", "-c", script);
        Assert.Contains("ctrace: chown: needed, for without it it ends with 1\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("ctrace: mknod: not needed\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("ctrace: needed: --cap-add=CHOWN\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("denied: capability mknod answered EPERM", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task AServerIsCheckedAndStopped()
    {
        await RecordAsync("sh", "-c", "trap 'exit 0' TERM; /bin/sleep 1 & wait");
        var run = await VerifyAsync(1, "--tracefile", Trace, "--check", "docker exec $CTRACE_CONTAINER /bin/chmod 700 /tmp; exit 0", "--", LiveEngine.Image,
            "sh", "-c", "trap 'exit 0' TERM; /bin/sleep 1000 & wait");
        Assert.Contains("denied: chmod answered EPERM, once", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith("the container ended with 0, its check with 0\n", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A server is not there at once: the check is tried until it passes. Nothing of the container is left.</summary>
    [LiveFact]
    public async Task ACheckIsTriedUntilItPasses()
    {
        var tries = Path.Combine(_directory.FullName, "tries");
        await RecordAsync("sh", "-c", "trap 'exit 0' TERM; /bin/sleep 1 & wait");
        await VerifyAsync(0, "--tracefile", Trace, "--check", $"echo >> {tries}; [ $(wc -l < {tries}) -ge 3 ]", "--", "--name", "checked", LiveEngine.Image,
            "sh", "-c", "trap 'exit 0' TERM; /bin/sleep 1000 & wait");
        Assert.Equal(3, (await File.ReadAllLinesAsync(tries, TestContext.Current.CancellationToken)).Length);
        Assert.Equal("", (await Command.RunAsync("docker", "ps", "--all", "--quiet", "--filter", "name=checked")).Output);
    }

    [LiveFact]
    public async Task ACheckThatFailsToTheEndIsAFinding()
    {
        // The container ends once it was checked: then there is one more try.
        const string script = "until [ -e /tmp/checked ]; do /bin/sleep 0.1; done";
        await RecordAsync("sh", "-c", $"/bin/touch /tmp/checked; /bin/sleep 0.1; {script}");
        var run = await VerifyAsync(1, "--tracefile", Trace, "--check", "docker exec $CTRACE_CONTAINER /bin/touch /tmp/checked; exit 5", "--", LiveEngine.Image, "sh", "-c", script);
        Assert.EndsWith("failed: the check ended with 5\nnothing denied in 1 run; the container ended with 0, its check with 5\n", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>What the container was refused without restrictions as well, by the same filter: same call, same error, same program, same argument.</summary>
    [LiveFact]
    public async Task WhatWasRefusedInTheRecordingTooIsNoFinding()
    {
        await RecordAsync("denied");
        var told = (await JsonAsync(0, "--tracefile", Trace, "--", LiveEngine.Image, "denied")).GetProperty("syscalls").EnumerateArray().ToList();
        Assert.True(told.Count > 10);
        Assert.All(told, call => Assert.Equal(Text(call, "syscall") == "clone3" ? "planned" : "recorded", Text(call, "because")));
    }

    [LiveFact]
    public async Task OneRefusalDoesNotSilenceOthersOfItsName()
    {
        // keyctl(KEYCTL_GET_KEYRING_ID) was refused to another program; unshare(CLONE_NEWUSER), 272 and 0x10000000, to this one with another argument.
        const string perl = "syscall(272, 0x20000)";
        await RecordAsync("sh", "-c", $"denied; perl -e '{perl}'");
        var found = await JsonAsync(1, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", $"denied; perl -e '{perl}; syscall(250, 0, 0, 0, 0, 0); syscall(272, 0x10000000)'");
        Assert.Equal(["keyctl /usr/bin/perl", "unshare /usr/bin/perl"], found.GetProperty("syscalls").EnumerateArray()
            .Where(call => !call.GetProperty("expected").GetBoolean()).Select(call => $"{Text(call, "syscall")} {Text(call, "exe")}").Order(StringComparer.Ordinal));
    }

    /// <summary>A filter's kill and trap are no error that a call returns: that they are not in the recording is said there.</summary>
    [LiveTheory]
    [InlineData("SCMP_ACT_ERRNO", "recorded")]
    [InlineData("SCMP_ACT_TRAP", "incomplete")]
    [InlineData("SCMP_ACT_KILL_PROCESS", "incomplete")]
    [InlineData("SCMP_ACT_KILL_THREAD", "incomplete")]
    public async Task WhatAFilterEndsIsNotSaidToBeRecorded(string action, string recorded)
    {
        var profile = $"{Trace}.json";
        await File.WriteAllTextAsync(profile, $$"""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["rmdir"],"action":"{{action}}"}]}""", TestContext.Current.CancellationToken);
        (await Command.RunAsync(Repository.Ctrace, "run", "-o", Trace, "--", "--rm", "--security-opt", $"seccomp={profile}", LiveEngine.Image, "sh", "-c", "rmdir /nowhere; true")).Succeeded();
        Assert.Contains($"\nrefusals {recorded}\n", await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Of a recording that does not tell (an older one's), the engine's default does.</summary>
    [LiveFact]
    public async Task WhereTheRecordingDoesNotTellTheDefaultDoes()
    {
        await RecordAsync("denied");
        await ForgetAsync("SYSCALL-REFUSALS", "SYSCALLS-DENIED");
        await File.WriteAllTextAsync(Trace, (await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken)).Replace("refusals recorded\n", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var told = (await JsonAsync(0, "--tracefile", Trace, "--", LiveEngine.Image, "denied")).GetProperty("syscalls").EnumerateArray().ToList();
        Assert.Contains(told, call => Text(call, "because") == "default");
    }

    /// <summary>Another user has no capabilities, whatever the container has: none is learned for it.</summary>
    [LiveFact]
    public async Task WhatAProcessHasGivenUpIsNoFindingAndNotLearned()
    {
        const string script = "/bin/touch /tmp/x; su -s /bin/sh nobody -c '/bin/chown 1 /tmp/x; ping -c1 127.0.0.1; kill -0 1'; /bin/sleep 0.1";
        await RecordAsync("sh", "-c", script);
        var run = await VerifyAsync(0, "--learn", Trace, "--", LiveEngine.Image, "sh", "-c", script);
        Assert.Contains("ctrace: round 1: the container ended with 0; learned nothing\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("as without restrictions: capability chown, once, to /bin/chown: the process has given it up, or is a user without it\n", run.Errors, StringComparison.Ordinal);
        var trace = await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken);
        Assert.Contains("\nCAPABILITIES\nsetgid\nsetuid\n\n", trace, StringComparison.Ordinal);
        Assert.Contains("\nchown own 1 program /bin/chown\n", trace, StringComparison.Ordinal);

        // The superuser is another matter: it had the capability when it was recorded, and did not use it.
        var root = await JsonAsync(1, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", $"{script}; /bin/chown 1 /tmp/x; /bin/sleep 0.1");
        var chown = Assert.Single(root.GetProperty("capabilities").EnumerateArray(), one => !one.GetProperty("expected").GetBoolean());
        Assert.Equal(("chown", "/bin/chown"), (Text(chown, "capability"), Text(chown, "exe")));
    }

    /// <summary>capset(2) asks for CAP_SETPCAP each time, and goes on without: named, for one, gives up what it does not need so.</summary>
    [LiveFact]
    public async Task WhatCapsetDoesWithoutIsNoFinding()
    {
        const string script = "my $header = pack('Li', 0x20080522, 0); my $sets = \"\\0\" x 24; syscall(126, $header, $sets) == 0 or die $!";
        await RecordAsync("perl", "-e", script);
        var run = await VerifyAsync(0, "--tracefile", Trace, "--", LiveEngine.Image, "perl", "-e", script);
        Assert.Equal("nothing denied in 1 run; the container ended with 0\n", run.Errors);
    }

    /// <summary>With no capability at all left to the container, only the user tells the two apart.</summary>
    [LiveFact]
    public async Task AnotherUserLacksWhatItNeverHad()
    {
        (await Command.RunAsync(Repository.Ctrace, "run", "-o", Trace, "--", "--rm", "--user", "1000", LiveEngine.Image, "id")).Succeeded();
        var run = await VerifyAsync(0, "--tracefile", Trace, "--", "--user", "1000", LiveEngine.Image, "id");
        Assert.Contains("as without restrictions: capability setuid, once, to /bin/id:", run.Errors, StringComparison.Ordinal);
    }

    [LiveTheory]
    [InlineData("exit 3", 3)]
    [InlineData("exit 139", 139)] // as where SIGSEGV ended it, which a first process cannot send to itself
    public async Task AnotherEndThanInTheRecordingIsAFinding(string end, int status)
    {
        await RecordAsync("sh", "-c", "/bin/sleep 0.1; kill -0 $$; exit 0");
        var run = await VerifyAsync(1, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", $"/bin/sleep 0.1; {end}");
        Assert.Equal($"failed: the container ended with {status}, in the recording with 0\nnothing denied in 1 run; the container ended with {status}\n", run.Errors);
    }

    [LiveFact]
    public async Task AContainerThatEndsAsInTheRecordingIsClean()
    {
        Assert.Equal(3, (await Command.RunAsync(Repository.Ctrace, "run", "-o", Trace, "--", "--rm", LiveEngine.Image, "sh", "-c", "exit 3")).Status);
        await VerifyAsync(0, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", "exit 3");
    }

    /// <summary>A runtime that has lost a thread waits for it for ever; the engine's client waits for the runtime.</summary>
    [LiveTheory]
    [InlineData("SCMP_ACT_KILL")]
    [InlineData("SCMP_ACT_KILL_PROCESS")]
    [InlineData("SCMP_ACT_ERRNO")]
    public async Task AProfileUnderWhichNothingStartsIsSaidToBeOne(string action)
    {
        await File.WriteAllTextAsync(Profile, $$"""{"defaultAction":"{{action}}"}""", TestContext.Current.CancellationToken);
        var run = await VerifyAsync(1, "--profile", Profile, "--", "--name", "unstarted", LiveEngine.Image, "calls");
        Assert.Contains("\nfailed: the container's own program was not executed; docker ended with 125\n", run.Errors, StringComparison.Ordinal);
        await Command.RunAsync("docker", "rm", "--force", "unstarted");
    }

    /// <summary>The kernel asks for the one before the other where something is only read.</summary>
    [LiveFact]
    public async Task TheLesserCapabilityIsFoundWhereItIsEnough()
    {
        const string script = "mkdir -m 700 /tmp/d; echo > /tmp/d/f; chmod 0 /tmp/d/f; chown 1 /tmp/d /tmp/d/f && /bin/cat /tmp/d/f";
        await RecordAsync("sh", "-c", script);
        var advice = await VerifyAsync(0, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", script);
        Assert.StartsWith("ctrace: the container may do with --cap-add=DAC_READ_SEARCH instead of DAC_OVERRIDE", advice.Errors, StringComparison.Ordinal);
        var run = await VerifyAsync(0, "--tracefile", Trace, "--minimize", "--", LiveEngine.Image, "sh", "-c", script);
        Assert.Contains("ctrace: dac_override: dac_read_search is enough\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--cap-add=DAC_READ_SEARCH", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task AProgramIsNamedAsItWasExecuted()
    {
        await RecordAsync("sh", "-c", "ln -s /bin/busybox /tmp/chmod; /bin/sleep 0.1");
        var found = await JsonAsync(1, "--tracefile", Trace, "--", LiveEngine.Image, "sh", "-c", "ln -s /bin/busybox /tmp/chmod; /tmp/chmod 700 /tmp; /bin/sleep 0.1");
        Assert.Equal("/tmp/chmod", Text(Assert.Single(found.GetProperty("syscalls").EnumerateArray()), "exe"));
    }

    [LiveFact]
    public async Task AContainerThatDoesNotEndIsStopped()
    {
        await RecordAsync("sleep", "0.1");
        var run = await VerifyAsync(0, "--tracefile", Trace, "--timeout", "1", "--", LiveEngine.Image, "sleep", "1000");
        Assert.Equal("nothing denied in 1 run; the container ended with 137\n", run.Errors);
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private async Task RecordAsync(params string[] command) =>
        (await Command.RunAsync(Repository.Ctrace, ["run", "-o", Trace, "--", "--rm", LiveEngine.Image, .. command])).Succeeded();

    // Takes sections out of the tracefile.
    private async Task ForgetAsync(params string[] sections)
    {
        var kept = (await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken)).Split("\n\n").Where(section => !sections.Contains(section.Split('\n')[0]));
        await File.WriteAllTextAsync(Trace, string.Join("\n\n", kept), TestContext.Current.CancellationToken);
    }

    private async Task WriteProfileAsync() => (await Command.RunAsync(Repository.Ctrace, "options", "--output", Profile, Trace)).Succeeded();

    private static async Task<Command> VerifyAsync(int status, params string[] arguments)
    {
        var words = Array.IndexOf(arguments, "--");
        var run = await Command.RunAsync(Repository.Ctrace, ["verify", .. arguments[..words], "--", "--rm", .. arguments[(words + 1)..]]);
        Assert.True(run.Status == status, $"{run.Status}: {run.Errors}");
        return run;
    }

    private static async Task<JsonElement> JsonAsync(int status, params string[] arguments) =>
        JsonDocument.Parse(JsonOnly((await VerifyAsync(status, ["--json", .. arguments])).Errors)).RootElement;

    // The container's own errors come first.
    private static string JsonOnly(string errors) => errors[errors.IndexOf("{\n", StringComparison.Ordinal)..];
}
