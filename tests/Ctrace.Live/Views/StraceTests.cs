using System.Text.Json;
using System.Text.RegularExpressions;
using Ctrace.Core.Tests;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>Syscalls as they happen, of real processes and containers.</summary>
[Collection("engine")]
public sealed partial class StraceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-strace-");

    private string Log => Path.Combine(_directory.FullName, "calls");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public async Task ACommandKeepsItsOutputAndItsExitCode()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "strace", "-f", "sh", "-c", "/bin/echo said; exit 7");
        Assert.Equal((7, "said\n"), (run.Status, run.Output));
        var lines = Lines(run.Errors);
        Assert.Matches("^execve\\(\"/[a-z/]+/sh\", \\[\"[a-z/]*sh\", \"-c\", \"/bin/echo said; exit 7\"\\], 0x[0-9a-f]+ /\\* [0-9]+ vars \\*/\\) = 0$", lines[0]);
        Assert.Contains(lines, line => Regex.IsMatch(line, "^\\[pid +[0-9]+\\] execve\\(\"/bin/echo\", \\[\"/bin/echo\", \"said\"\\], .*\\) = 0$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, "^\\[pid +[0-9]+\\] write\\(1, \"said\\\\n\", 5\\) += 5$"));
        Assert.Equal(["exit_group(7)                           = ?", "+++ exited with 7 +++"], lines[^2..]);
    }

    [LiveFact]
    public async Task WithoutFollowChildrenAreNotShown()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "strace", "sh", "-c", "/bin/echo said; exit 7");
        Assert.Equal((7, "said\n"), (run.Status, run.Output));
        Assert.DoesNotContain("said\\n", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task OnlyWhatIsAskedForIsShown()
    {
        var run = await StraceAsync("-e", "trace=%file", "--", "cat", "/nonexistent");
        Assert.Equal(1, run.Status);
        var lines = Calls(File.ReadAllLines(Log));
        Assert.All(lines, line => Assert.Matches("^(execve|access|openat|readlink|newfstatat|statfs)\\(", line));
        Assert.Contains("openat(AT_FDCWD, \"/nonexistent\", O_RDONLY) = -1 ENOENT (No such file or directory)", lines);

        await StraceAsync("-e", "trace=!%file,close", "-e", "status=failed", "--", "cat", "/proc");
        Assert.Equal(["read(3, 0x", " = -1 EISDIR (Is a directory)"], Assert.Single(Calls(File.ReadAllLines(Log))) is var failed ? [failed[..10], failed[^29..]] : []);

        await StraceAsync("-e", "trace=none", "true");
        Assert.Equal(["+++ exited with 0 +++"], File.ReadAllLines(Log));
    }

    [LiveFact]
    public async Task SeveralProcessesAreShownUntilTheLastHasEnded()
    {
        using Shell first = new(), second = new(), other = new();
        await using var view = await LiveView.StartAsync("strace", "-e", "trace=mkdir,umask", "-o", Log, "-p", $"{first.Id},{first.Id}", "-p", $"{second.Id}");
        foreach (var (shell, mask) in new[] { (first, "011"), (other, "055"), (second, "033") })
        {
            shell.Say($"umask {mask}; : > {Log}.{mask}");
            await Waiting.UntilAsync(() => File.Exists($"{Log}.{mask}"), () => "a shell does nothing");
        }

        await first.EndAsync();
        second.Say($"umask 044; : > {Log}.044");
        await Waiting.UntilAsync(() => File.Exists($"{Log}.044"), () => "the second shell does nothing");
        await second.EndAsync();
        Assert.Equal(0, (await view.EndAsync()).Status);

        // The shell asks for its mask by setting it: there are others, too.
        Assert.Equal(["011", "033", "044"], File.ReadAllLines(Log).Select(line => Regex.Match(line, @"umask\((\d+)\)").Groups[1].Value)
            .Where(mask => mask is "011" or "033" or "044" or "055").Distinct());
        Assert.Equal(66, (await Command.RunAsync(Repository.Ctrace, "strace", "-p", $"{other.Id}", "-p", $"{first.Id}")).Status);
    }

    [LiveFact]
    public async Task DeathsAndSignalsAreLines()
    {
        var run = await StraceAsync("-e", "trace=none", "sh", "-c", "trap : USR1; kill -USR1 $$; kill -SEGV $$");
        Assert.Equal(128 + 11, run.Status);
        var lines = File.ReadAllLines(Log);
        Assert.Matches("^--- SIGUSR1 \\{si_signo=SIGUSR1, si_code=SI_USER, si_pid=[0-9]+, si_uid=0\\} ---$", lines[0]);
        Assert.Matches("^--- SIGSEGV \\{si_signo=SIGSEGV, si_code=SI_USER, si_pid=[0-9]+, si_uid=0\\} ---$", lines[1]);
        Assert.StartsWith("+++ killed by SIGSEGV ", lines[2], StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task ADeadlySignalInterruptsACall()
    {
        var run = await StraceAsync("-f", "-e", "trace=clock_nanosleep", "sh", "-c", "sleep 1000 & sleep 0.3; kill -KILL $!; wait");
        Assert.Equal(0, run.Status);
        var lines = File.ReadAllLines(Log);
        Assert.Single(lines, line => Regex.IsMatch(line, "clock_nanosleep\\(CLOCK_REALTIME, 0, \\{tv_sec=1000, tv_nsec=0\\}, .* = \\? ERESTART_RESTARTBLOCK \\(Interrupted by signal\\)$"));
        Assert.Single(lines, line => line.EndsWith("+++ killed by SIGKILL +++", StringComparison.Ordinal));
    }

    [LiveFact]
    public async Task ACallInProgressAtTheEndIsUnfinished()
    {
        using var shell = new Shell();
        await using var view = await LiveView.StartAsync("strace", "-p", $"{shell.Id}", "-e", "trace=read,getppid");
        var done = Path.Combine(_directory.FullName, "done");
        shell.Say($": >{done}");
        await Waiting.UntilAsync(() => File.Exists(done), () => "the shell does not do it");

        // In a call with the number of read (proc_pid_syscall(5)): the next line.
        await Waiting.UntilAsync(() => File.ReadAllText($"/proc/{shell.Id}/syscall").StartsWith("0 0x0 ", StringComparison.Ordinal), () => "the shell does not read on");
        var end = await view.StopAsync();
        Assert.Equal((0, "read(0,  <unfinished ...>\n"), (end.Status, end.Output));
    }

    [LiveFact(Needs = ProgramAbi.Int80)]
    public async Task ThirtyTwoBitCallsHaveTheirOwnNames()
    {
        var run = await StraceAsync("--", Path.Combine(Repository.Workloads, "int80"));
        Assert.Equal(0, run.Status);
        var calls = Calls(File.ReadAllLines(Log)).Select(line => line[..line.IndexOf('(', StringComparison.Ordinal)]).Where(name => name != "write").ToArray();
        Assert.Equal(["execve", "getuid", "sched_yield", "getpid", "getuid32", "gettid", "sched_yield", "exit_group"], calls);
    }

    [LiveFact]
    public async Task TimesAndDescriptorsAreShownOnRequest()
    {
        await StraceAsync("-T", "-y", "-s", "4", "-e", "trace=openat,read,clock_nanosleep", "sh", "-c", "exec </etc/passwd; read line; exec sleep 0.5");
        var lines = File.ReadAllLines(Log);
        Assert.Contains(lines, line => Regex.IsMatch(line, "^read\\(0</etc/passwd>, \"[^\"]{1,4}\"\\.*, [0-9]+\\) += [0-9]+ <0\\.[0-9]{6}>$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, "^clock_nanosleep\\(.*\\) = 0 <0\\.[5-9][0-9]{5}>$"));
    }

    [LiveFact]
    public async Task TheTimeOfEachCallIsShownAsStraceShowsIt()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        await StraceAsync("-ttt", "-e", "trace=getcwd", "pwd");
        var unix = double.Parse(Lines(File.ReadAllText(Log))[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(unix, before - 1, (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0) + 1);
        foreach (var (option, form) in ((string, string)[])[("-t", "[0-9]{2}:[0-9]{2}:[0-9]{2} "), ("-tt", "[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6} "), ("-r", " {5}[0-9]\\.[0-9]{6} "), ("-rt", "[0-9:]{8} \\(\\+ {5}[0-9]\\.[0-9]{6}\\) ")])
        {
            await StraceAsync(option, "-e", "trace=getcwd", "pwd");
            Assert.Matches($"^{form}getcwd\\(", Lines(File.ReadAllText(Log))[0]);
            var theirs = Path.Combine(_directory.FullName, "theirs");
            (await Command.RunAsync("strace", option, "-o", theirs, "-e", "trace=getcwd", "pwd")).Succeeded();
            Assert.Matches($"^{form}getcwd\\(", Lines(File.ReadAllText(theirs))[0]);
        }
    }

    /// <summary>Numbers that no table has are one row, in the numbering in which they were called, with how many there were.</summary>
    [LiveFact]
    public async Task NumbersThatNoTableHasAreCountedTogether()
    {
        const string calls = "for my $n (700, 701, 1023, 99999, 99999, 100000) { syscall($n) }";
        await StraceAsync("-c", "perl", "-e", calls);
        var row = Assert.Single(File.ReadLines(Log), line => line.Contains("unknown", StringComparison.Ordinal));
        Assert.Matches(" 6 +6 unknown \\(5 numbers\\)$", row);
        Assert.DoesNotContain("syscall_", File.ReadAllText(Log), StringComparison.Ordinal);
        await StraceAsync("-c", "--json", "perl", "-e", calls);
        var total = Assert.Single(File.ReadLines(Log).Select(line => JsonDocument.Parse(line).RootElement), total => total.GetProperty("syscall").GetString() == "unknown");
        Assert.Equal((5, false, 6), (total.GetProperty("numbers").GetInt32(), total.GetProperty("more_numbers").GetBoolean(), total.GetProperty("calls").GetInt32()));
        Assert.NotEqual("x32", total.GetProperty("arch").GetString());
    }

    /// <summary>A program that waits for the end of its input is there when its maps are read.</summary>
    [LiveFact]
    public async Task AStackIsFilesAndOffsets()
    {
        foreach (var json in (bool[])[false, true])
        {
            using var perl = new Shell("perl", "-e", "<STDIN>; syscall(39); <STDIN>");
            await using var view = await LiveView.StartAsync(["strace", "-k", "-p", $"{perl.Id}", "-e", "trace=getpid", "-o", Log, .. json ? (string[])["--json"] : []]);
            perl.Say("");
            await Waiting.UntilAsync(() => File.ReadAllText(Log).Contains("getpid", StringComparison.Ordinal), () => "the call is not shown");
            perl.Say("");
            await perl.EndAsync();
            await view.EndAsync();
            var lines = File.ReadAllLines(Log);
            if (json)
            {
                var stack = JsonDocument.Parse(lines[0]).RootElement.GetProperty("stack").EnumerateArray().ToList();
                Assert.Contains(stack, frame => frame.TryGetProperty("kernel", out _));
                var file = stack.First(frame => frame.TryGetProperty("file", out _));
                Assert.Matches("/libc[.-].*so", file.GetProperty("file").GetString());
                Assert.Matches("^0x[0-9a-f]+$", file.GetProperty("offset").GetString());
                Assert.Matches("^0x[0-9a-f]+$", file.GetProperty("address").GetString());
            }
            else
            {
                Assert.StartsWith("getpid()", lines[0], StringComparison.Ordinal);
                var frames = lines.Skip(1).TakeWhile(line => line.StartsWith(" > ", StringComparison.Ordinal)).ToList();
                Assert.Contains(frames, frame => Regex.IsMatch(frame, "^ > \\[kernel\\] [a-z0-9_A-Z.]+\\+0x[0-9a-f]+$"));
                Assert.DoesNotContain(frames, frame => frame.Contains("bpf", StringComparison.Ordinal));
                Assert.Matches("^ > /.*/libc[.-].*so[.0-9]*\\(\\) \\[0x[0-9a-f]+\\]$", frames.First(frame => !frame.Contains("[kernel]", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>Each function of a program with frame pointers is a frame, at the offset that it has in the file.</summary>
    [LiveFact]
    public async Task FramePointersLeadThroughTheProgram()
    {
        var workload = Path.Combine(Repository.Workloads, "frames");
        using var frames = new Shell(workload);
        await using var view = await LiveView.StartAsync("strace", "-k", "-p", $"{frames.Id}", "-e", "trace=getppid", "-o", Log);
        frames.Say("");
        await Waiting.UntilAsync(() => File.ReadAllText(Log).Contains("getppid", StringComparison.Ordinal), () => "the call is not shown");
        frames.Say("");
        await frames.EndAsync();
        await view.EndAsync();
        Assert.True(File.ReadLines(Log).Count(line => line.StartsWith($" > {workload}() [0x", StringComparison.Ordinal)) >= 3, File.ReadAllText(Log));
    }

    /// <summary>A terminal shows ^C on the line that the cursor is on: the table begins on the next.</summary>
    [LiveFact]
    public async Task TheTableStandsBelowTheSignThatEndedIt()
    {
        var run = await Command.RunAsync("script", "-qec", $"{Repository.Ctrace} strace -c sh -c 'kill -INT $$'", "/dev/null");
        Assert.Matches("(^|\n)\r?\n% time +seconds +usecs/call", run.Output);
    }

    [LiveFact]
    public async Task AProcessIsShownWithItsEnd()
    {
        using var shell = new Shell();
        await using var view = await LiveView.StartAsync("strace", "-p", $"{shell.Id}", "-e", "trace=read,exit_group");
        shell.Say("exit 3");
        var end = await view.EndAsync();
        Assert.Equal(0, end.Status);
        Assert.EndsWith("exit_group(3)                           = ?\n+++ exited with 3 +++\n", end.Output, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task AContainerIsShownWithItsOwnProcessIdsAndNothingElseIs()
    {
        await LiveEngine.DockerAsync("run", "-d", "--name", "straced", LiveEngine.Image, "sleep", "1000");
        try
        {
            await using var view = await LiveView.StartAsync("strace", "--container", "straced", "--json");
            await LiveEngine.DockerAsync("exec", "straced", "cat", "/etc/hostname");
            (await Command.RunAsync("cat", "/etc/passwd")).Succeeded();
            await LiveEngine.DockerAsync("rm", "--force", "straced");
            var end = await view.EndAsync();

            Assert.Equal(0, end.Status);
            var events = Lines(end.Output).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            var open = Assert.Single(events, call => Text(call).Contains("hostname", StringComparison.Ordinal) && !Text(call).StartsWith("execve", StringComparison.Ordinal));
            Assert.InRange(open.GetProperty("own_pid").GetInt32(), 2, 100);
            Assert.True(open.GetProperty("pid").GetInt32() > 100);
            Assert.True(open.GetProperty("result").GetInt64() >= 0);
            Assert.DoesNotContain(events, call => Text(call).Contains("/etc/passwd", StringComparison.Ordinal));
            Assert.Contains(events, call => Text(call) == "+++ killed by SIGKILL +++");
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", "straced");
        }
    }

    [LiveFact]
    public async Task WhatASeccompFilterRefusesIsShown()
    {
        var workload = Path.Combine(Repository.Workloads, "denied");
        await LiveEngine.DockerAsync("create", "--name", "refused", "--entrypoint", "/bin/sh", LiveEngine.Image, "-c", "sleep 1000");
        try
        {
            await LiveEngine.DockerAsync("cp", workload, "refused:/denied");
            await LiveEngine.DockerAsync("start", "refused");
            await using var view = await LiveView.StartAsync("strace", "--container", "refused", "-e", "status=failed");
            await LiveEngine.DockerAsync("exec", "refused", "/denied");
            await LiveEngine.DockerAsync("rm", "--force", "refused");
            var end = await view.EndAsync();
            Assert.Contains("] unshare(CLONE_NEWUTS)", end.Output, StringComparison.Ordinal);
            Assert.Contains("= -1 EPERM (Operation not permitted)", end.Output, StringComparison.Ordinal);
            Assert.Contains("= -1 ENOSYS (Function not implemented)", end.Output, StringComparison.Ordinal);
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", "refused");
        }
    }

    [LiveFact]
    public async Task TheTableHasStracesCounts()
    {
        var theirs = Path.Combine(_directory.FullName, "theirs");
        (await Command.RunAsync("strace", "-f", "-c", "-o", theirs, "ls", "-lR", "/proc/self/task", "/etc/apt", "/nonexistent")).Output.ToString();
        await StraceAsync("-c", "-f", "ls", "-lR", "/proc/self/task", "/etc/apt", "/nonexistent");
        Assert.Equal(Counts(theirs), Counts(Log));
    }

    [LiveFact]
    public async Task FailuresAloneAreToldWholeAndCountedAlone()
    {
        // What the kernel tells only at the exit reads as what it tells in two parts.
        string[] program = ["cat", "/nonexistent", "/proc", "/etc/passwd"];
        await StraceAsync(["-e", "trace=openat,read,execve", "--", .. program]);
        var failed = Calls(File.ReadAllLines(Log)).Where(line => line.Contains(" = -1 ", StringComparison.Ordinal)).Select(WithoutAddresses).ToList();
        Assert.Contains("openat(AT_FDCWD, \"/nonexistent\", O_RDONLY) = -1 ENOENT (No such file or directory)", failed);
        await StraceAsync(["-C", "-e", "trace=openat,read,execve", "-e", "status=failed", "--", .. program]);
        var lines = File.ReadAllLines(Log);
        var table = Array.FindIndex(lines, line => line.StartsWith("% time", StringComparison.Ordinal));
        Assert.Equal(failed, Calls(lines[..table]).Select(WithoutAddresses));
        Assert.Equal((failed.Count, failed.Count), Counts(lines[table..])["total"]);
    }

    [LiveFact]
    public async Task WhatSucceedsCostsNoRoomWhereFailuresAreAskedFor()
    {
        const int calls = 100_000;
        using var perl = new Shell("perl", "-e", $"<STDIN>; syscall(110) for 1..{calls}; chdir '/nonexistent'");
        await using var view = await LiveView.StartAsync("strace", "-p", $"{perl.Id}", "-e", "status=failed", "--buffer", "1", "-o", Log);
        await view.SignalAsync("STOP");
        perl.Say("");
        await perl.EndAsync();
        await view.SignalAsync("CONT");
        var end = await view.EndAsync();
        Assert.DoesNotContain("lost", end.Errors, StringComparison.Ordinal);
        Assert.Contains("chdir(\"/nonexistent\")                   = -1 ENOENT (No such file or directory)", File.ReadAllLines(Log));
    }

    [LiveFact(Needs = ProgramAbi.Int80)]
    public async Task LinesAndTableTogetherAgree()
    {
        await StraceAsync("-C", "--", Path.Combine(Repository.Workloads, "int80"));
        var lines = File.ReadAllLines(Log);
        var table = Array.FindIndex(lines, line => line.StartsWith("% time", StringComparison.Ordinal));
        Assert.Equal(Calls(lines[..table]).Count(line => !line.StartsWith("exit_group", StringComparison.Ordinal)), Counts(lines[table..])["total"].Calls);
        Assert.Equal((1, 0), Counts(lines[table..])["getuid32 (i386)"]);
    }

    [LiveFact]
    public async Task NothingIsLostAtFullSpeed()
    {
        // As fast as a program can call: some 400,000 a second here.
        const int calls = 200_000;
        var run = await StraceAsync("-e", "trace=getppid", "perl", "-e", $"syscall(110) for 1..{calls}");
        Assert.Equal((0, ""), (run.Status, run.Errors));
        Assert.Equal(calls, File.ReadLines(Log).Count(line => line.StartsWith("getppid()", StringComparison.Ordinal)));
    }

    [LiveFact]
    public async Task AStarvedReaderSaysExactlyHowMuchItLost()
    {
        const int calls = 100_000;
        using var perl = new Shell("perl", "-e", $"<STDIN>; syscall(110) for 1..{calls}");
        await using var view = await LiveView.StartAsync("strace", "-p", $"{perl.Id}", "-e", "trace=getppid", "--buffer", "1", "-o", Log, "--json");
        await view.SignalAsync("STOP");
        perl.Say("");
        await perl.EndAsync();
        await view.SignalAsync("CONT");
        var end = await view.EndAsync();

        var lines = File.ReadAllLines(Log).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var (made, lost, halves) = (Number(lines[^1], "made"), Number(lines[^1], "lost"), Number(lines[^1], "halves"));
        var whole = lines.Count(line => line.TryGetProperty("result", out _));
        var single = lines.Count - 1 - whole;
        Assert.True(lost > calls, end.Errors);
        Assert.InRange(made, 2 * calls, 2 * calls + 1); // and perl's end, where a probe was there to see it
        Assert.Equal(made, lost + (2 * whole) + single + halves);
        Assert.Contains($"ctrace: {lost} of {made} events lost, {made - lost} shown", end.Errors, StringComparison.Ordinal);
    }

    [LiveTheory]
    [InlineData("did you mean openat?", "-e", "trace=opneat", "true")]
    [InlineData("did you mean %file?", "-e", "trace=%fiel", "true")]
    [InlineData("--container and -p exclude each other", "-p", "1", "--container", "web")]
    [InlineData("-s takes a number from 0 to 4096", "-s", "5000", "true")]
    [InlineData("-k shows a stack behind each call", "-k", "-c", "true")]
    [InlineData("-e status= leaves none", "-c", "-e", "status=unfinished", "true")]
    public async Task AWrongCommandLineIsOneLine(string said, params string[] arguments)
    {
        var run = await Command.RunAsync(Repository.Ctrace, ["strace", .. arguments]);
        Assert.Equal((64, ""), (run.Status, run.Output));
        Assert.Contains(said, Assert.Single(Lines(run.Errors)), StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task AProcessThatIsGoneIsOneLine()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "strace", "-p", "4194304");
        Assert.Equal((66, "ctrace: there is no process 4194304 (see 'ps -e')\n"), (run.Status, run.Errors));
    }

    private Task<Command> StraceAsync(params string[] arguments) => Command.RunAsync(Repository.Ctrace, ["strace", "-o", Log, .. arguments]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Calls(IEnumerable<string> lines) => [.. lines.Where(line => !line.StartsWith("+++", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal))];

    private static string Text(JsonElement line) => line.GetProperty("text").GetString()!;

    private static int Number(JsonElement line, string name) => line.GetProperty(name).GetInt32();

    private static Dictionary<string, (int Calls, int Errors)> Counts(string file) => Counts(File.ReadAllLines(file));

    // By call: how often, and how often with an error.
    private static Dictionary<string, (int Calls, int Errors)> Counts(IEnumerable<string> lines) => lines
        .Select(line => Row().Match(line)).Where(row => row.Success)
        .ToDictionary(row => row.Groups[3].Value, row => (int.Parse(row.Groups[1].Value), row.Groups[2].Value is { Length: > 0 } errors ? int.Parse(errors) : 0));

    private static string WithoutAddresses(string line) => Address().Replace(line, "0x");

    [GeneratedRegex("0x[0-9a-f]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^ *[0-9.]+ +[0-9.]+ +[0-9]+ +([0-9]+) +([0-9]*) *([a-z].*)$")]
    private static partial Regex Row();
}
