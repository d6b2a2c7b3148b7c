using System.Diagnostics;
using System.Text.Json;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Live.Rehearsals;

/// <summary>Services that live a week in a minute, and what is left of it.</summary>
[Collection("engine")]
public sealed class RehearseTests : ContainerTest
{
    /// <summary>A web server that is stopped by TERM and INT.</summary>
    private const string Serve = "httpd -f -p 80 -h /srv & trap 'kill $!; exit 0' TERM INT; wait; exit 3";

    private const string Check = "wget -qO- http://localhost/file";

    private string Trace => Path.Combine(Place, "trace");

    /// <summary>What a service does with data that it finds is not in a recording of its first start.</summary>
    [LiveFact]
    public async Task ARestartOnItsOwnDataIsCarried()
    {
        const string script = "if [ -e /data/x ]; then /bin/cat /data/x && /bin/mv /data/x /data/y; fi; echo a > /data/x; /bin/chmod 600 /data/x; /bin/chown 1000 /data/x; " + Serve;
        await LiveEngine.DockerAsync("volume", "create", "rehearsed");
        try
        {
            await LiveEngine.DockerAsync("run", "--rm", "-v", "rehearsed:/data", LiveEngine.Image, "touch", "/data/mine");
            var steps = await JsonAsync(0, "--steps", "stop,kill", "--check", Check, "--", "-d", "-p", "80:80", "--name", "web", "-v", "rehearsed:/data", LiveEngine.Image, "sh", "-c", script);
            Assert.Equal(["start", "stop", "kill"], steps.Select(step => Text(step, "step")));
            Assert.All(steps, step => Assert.Equal((true, null, 3), (step.GetProperty("same").GetBoolean(), Text(step, "left_out"), step.GetProperty("passes").GetArrayLength())));
            Assert.Equal([null, 0, 137], steps.Select(step => Number(step.GetProperty("passes")[2], "exit_code")));
            Assert.Equal("mine", await LiveEngine.DockerAsync("run", "--rm", "-v", "rehearsed:/data", LiveEngine.Image, "ls", "/data"));
        }
        finally
        {
            await LiveEngine.RemoveAllAsync();
            await LiveEngine.DockerAsync("volume", "rm", "rehearsed");
        }

        string[] later = ["dac_override", "rename"];
        var once = Path.Combine(Place, "once");
        (await Command.RunAsync(Repository.Ctrace, "run", "-o", once, "--", "--rm", LiveEngine.Image, "sh", "-c", script.Replace("; wait; exit 3", "; kill -TERM $$; wait", StringComparison.Ordinal))).Succeeded();
        Assert.Empty(later.Intersect(await File.ReadAllLinesAsync(once, TestContext.Current.CancellationToken)));
        Assert.Equal(later, later.Intersect(await File.ReadAllLinesAsync(Trace, TestContext.Current.CancellationToken)));
        await AssertNothingIsLeftAsync();
    }

    /// <summary>A directory and a file that are bound are written to by nobody.</summary>
    [LiveFact]
    public async Task WhatIsBoundStaysAsItIs()
    {
        var (directory, file) = (Path.Combine(Place, "bound"), Path.Combine(Place, "conf"));
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "kept"), "before", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, "before", TestContext.Current.CancellationToken);
        var missing = Path.Combine(Place, "missing");
        const string script = "cat /bound/kept /conf; echo after > /bound/kept; echo after > /bound/new; echo after > /conf; echo after > /missing/x; exec sleep 1000";
        var steps = await JsonAsync(0, "--steps", "kill", "--check", "true", "--", "-v", $"{directory}:/bound", "-v", $"{file}:/conf", "-v", $"{missing}:/missing", LiveEngine.Image, "sh", "-c", script);
        Assert.All(steps, step => Assert.True(step.GetProperty("same").GetBoolean()));
        Assert.Equal(["kept"], Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName));
        Assert.Equal(["before", "before"], [await File.ReadAllTextAsync(Path.Combine(directory, "kept"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)]);
        Assert.False(Path.Exists(missing));
        await AssertNothingIsLeftAsync();
    }

    /// <summary>What is otherwise under the profile is told, and learned when that is wanted.</summary>
    [LiveFact]
    public async Task ADifferenceIsToldAndLearned()
    {
        const string script = "case $(/bin/grep CapBnd /proc/self/status) in *a80425fb) ;; *) /bin/mkdir /tmp/x ;; esac; " + Serve;
        string[] arguments = ["--steps", "start", "--check", Check, "--", LiveEngine.Image, "sh", "-c", script];
        var run = await RehearseAsync(1, arguments);
        Assert.Contains("differs\n    its log: new: mkdir: can't create directory '/tmp/x': Operation not permitted\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\ndenied: mkdir answered EPERM, once", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 step: 0 the same, 1 different\n", run.Output, StringComparison.Ordinal);
        run = await RehearseAsync(0, ["--learn", .. arguments]);
        Assert.Contains("ctrace: round 1: learned mkdir\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("\nlearned syscall x86_64 mkdir\n", await File.ReadAllTextAsync(Trace, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await AssertNothingIsLeftAsync();
    }

    /// <summary>Signals are for servers that mean something by them; what a service does not survive anyway is left out.</summary>
    [LiveFact]
    public async Task StepsAreThoseThatSuit()
    {
        var steps = await JsonAsync(0, "--idle", "0", "--steps", "idle,hup,usr1,child,int", "--check", Check, "--", LiveEngine.Image, "nginx");
        Assert.All(steps, step => Assert.Equal((null, true), (Text(step, "left_out"), step.GetProperty("same").GetBoolean())));
        Assert.Equal(["start", "idle", "hup", "usr1", "child", "int"], steps.Select(step => Text(step, "step")));
        steps = await JsonAsync(0, "--steps", "hup,child,stop", "--check", Check, "--", LiveEngine.Image, "sh", "-c", Serve);
        Assert.Equal([null, "its first process has no handler for SIGHUP", "not survived without restrictions: the container ended with 3 before its check passed", null],
            steps.Select(step => Text(step, "left_out")));
    }

    [LiveFact]
    public async Task WhatEndsByItselfIsRunAgain()
    {
        var steps = await JsonAsync(0, "--", LiveEngine.Image, "sh", "-c", "[ ! -e /x ] || /bin/rm /x; /bin/touch /x; exit 7");
        Assert.Equal(["start", "again"], steps.Where(step => Text(step, "left_out") is null).Select(step => Text(step, "step")));
        Assert.All(steps.Where(step => Text(step, "left_out") is null), step => Assert.Equal(7, Number(step.GetProperty("passes")[2], "exit_code")));
    }

    [LiveFact]
    public async Task ADiskFillsUpAndAnotherImageFollows()
    {
        await LiveEngine.DockerAsync("tag", LiveEngine.Image, "ctrace-next");
        try
        {
            var steps = await JsonAsync(0, "--steps", "+disk,-idle,-child,-stop,-int,-kill", "--next-image", "ctrace-next", "--check-exec", "--check", "head -c 9000 /dev/zero > /data/$$", "--", "-v", "/data",
                LiveEngine.Image, "sh", "-c", "trap 'exit 0' TERM; /bin/touch /data/y; sleep 1000 & wait");
            Assert.Equal(["start", "disk", "next-image"], steps.Where(step => Text(step, "left_out") is null).Select(step => Text(step, "step")));
            var disk = steps.Single(step => Text(step, "step") == "disk").GetProperty("passes")[2];
            Assert.Equal((1, 0), (Number(disk, "full_check_exit_code"), Number(disk, "check_exit_code")));
        }
        finally
        {
            await LiveEngine.DockerAsync("rmi", "ctrace-next");
        }

        await AssertNothingIsLeftAsync();
    }

    /// <summary>A rehearsal that was killed cannot take anything away: the next one says what is left.</summary>
    [LiveFact]
    public async Task WhatIsLeftOfAnotherIsTold()
    {
        await LiveEngine.DockerAsync("create", "--label", "ctrace.rehearsal=killed", "--name", "left-of-another", LiveEngine.Image, "true");
        try
        {
            var run = await RehearseAsync(0, "--steps", "start", "--", LiveEngine.Image, "true");
            Assert.Contains("ctrace: note: containers of another rehearsal are there, which runs or was killed: left-of-another (", run.Errors, StringComparison.Ordinal);
        }
        finally
        {
            await LiveEngine.DockerAsync("rm", "left-of-another");
        }
    }

    [LiveTheory]
    [InlineData("a rehearsal does not take /dev: what it does with devices is not undone (leave it out, or ask for it: --allow devices)", "-v", "/dev:/x")]
    [InlineData("a rehearsal does not take --network=host: it would share the network of others, and could be taken for the service (leave it out, or ask for it: --allow host-network)", "--network", "host")]
    [InlineData("a rehearsal does not take --volumes-from=web: it is not known that nothing of yours would be touched (leave it out)", "--volumes-from", "web")]
    public async Task WhatWouldReachOthersIsRefused(string message, params string[] arguments)
    {
        var run = await RehearseAsync(64, ["--", .. arguments, LiveEngine.Image]);
        Assert.Equal($"ctrace: {message}\n", run.Errors);
    }

    /// <summary>The client would take it for an option, past all that looks at options.</summary>
    [LiveFact]
    public async Task WhatIsNoNameOfAnImageReachesNoClient()
    {
        var run = await RehearseAsync(64, "--steps", "start", "--", "--", $"--volume={Place}:/host", LiveEngine.Image, "sh", "-c", "echo 1 >/host/written");
        Assert.Contains("is no name of an image", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists($"{Place}/written"));
        await AssertNothingIsLeftAsync();
    }

    [LiveFact]
    public async Task AServiceThatDoesNotWorkAnywayIsToldAtOnce()
    {
        var run = await RehearseAsync(69, "--check", "exit 4", "--step-timeout", "20", "--", LiveEngine.Image, "sleep", "1000");
        Assert.StartsWith("ctrace: the service does not work without restrictions either: the check ended with 4 until the step's 20 s were over (", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Trace));
        await AssertNothingIsLeftAsync();
    }

    /// <summary>Whenever it is stopped, everything is taken away.</summary>
    [LiveTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task AfterASignalNothingIsLeft(string signal, int status)
    {
        using var rehearsal = Process.Start(new ProcessStartInfo(Repository.Ctrace,
            ["rehearse", "-o", Trace, "--idle", "1000", "--check", "true", "--", "-v", $"{Place}:/bound", "-v", "/data", LiveEngine.Image, "sleep", "1000"])
        {
            RedirectStandardError = true,
        })!;
        var running = "";
        await Waiting.UntilAsync(
            async () => (running = await LiveEngine.DockerAsync("ps", "--quiet", "--filter", "label=ctrace.rehearsal", "--filter", "name=service")).Length > 0, () => "no stand-in runs");
        (await Command.RunAsync("kill", $"-{signal}", rehearsal.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))).Succeeded();
        await rehearsal.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((status, ""), (rehearsal.ExitCode, await rehearsal.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)));
        Assert.False(File.Exists(Trace));
        await AssertNothingIsLeftAsync();
    }

    private static async Task AssertNothingIsLeftAsync()
    {
        foreach (var list in new string[][] { ["ps", "--all"], ["volume", "ls"], ["network", "ls"] })
        {
            Assert.Equal("", await LiveEngine.DockerAsync([.. list, "--quiet", "--filter", "label=ctrace.rehearsal"]));
        }

        // Other engines of this machine may have rehearsals of their own.
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/self/mounts", TestContext.Current.CancellationToken),
            line => line.Contains("ctrace-rehearsal", StringComparison.Ordinal) && line.Contains(LiveEngine.Home, StringComparison.Ordinal));
    }

    private async Task<Command> RehearseAsync(int status, params string[] arguments)
    {
        var run = await Command.RunAsync(Repository.Ctrace, ["rehearse", "-o", Trace, .. arguments]);
        Assert.True(run.Status == status, $"exit code {run.Status}: {run.Errors}{run.Output}");
        return run;
    }

    private async Task<IReadOnlyList<JsonElement>> JsonAsync(int status, params string[] arguments) =>
        [.. JsonDocument.Parse((await RehearseAsync(status, ["--json", .. arguments])).Output).RootElement.GetProperty("steps").EnumerateArray()];

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    private static int? Number(JsonElement parent, string name) => parent.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
}
