using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>Capabilities as they are requested, by real processes and containers.</summary>
[WholeMachine]
[Collection("engine")]
public sealed partial class CaptraceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-captrace-");

    private string Victim => Path.Combine(_directory.FullName, "victim");

    public CaptraceTests() => File.WriteAllText(Victim, "");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public async Task TheSystemShowsACommandThatIsGoneAtOnceByItsFullPath()
    {
        await using var view = await LiveView.StartAsync("captrace");
        for (var i = 0; i < 20; i++)
        {
            (await Command.RunAsync("chown", "1", Victim)).Succeeded();
        }

        var end = await view.StopAsync();
        Assert.Equal(0, end.Status);
        var lines = Lines(end.Output);
        Assert.All(lines, line => Assert.Matches(Line(), line));
        Assert.Equal(20, lines.Count(line => line.EndsWith("\t/usr/bin/chown\tCAP_CHOWN\tgranted", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Split('\t')[1] == $"{view.Id}");
    }

    [LiveFact]
    public async Task ACommandKeepsItsOutputAndItsExitCode()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "captrace", "-f", "sh", "-c", $"chown 1 {Victim}; echo said; exit 7");
        Assert.Equal((7, "said\n"), (run.Status, run.Output));
        Assert.Matches("^[0-9.]+\t[0-9]+\t/usr/bin/chown\tCAP_CHOWN\tgranted\n$", run.Errors);
    }

    /// <summary>The kernel asks for the owner and for the group: fs/attr.c, setattr_prepare. Two lines are two checks.</summary>
    [LiveFact]
    public async Task AnOwnerAndAGroupAreTwoChecks()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "captrace", "chown", "1:1", Victim);
        Assert.Equal(["CAP_CHOWN\tgranted", "CAP_CHOWN\tgranted"], Lines(run.Errors).Select(line => line[(line.IndexOf("chown\t", StringComparison.Ordinal) + 6)..]));
        run = await Command.RunAsync(Repository.Ctrace, "captrace", "setpriv", "--bounding-set=-chown", "--inh-caps=-all", "chown", "1", Victim);
        Assert.EndsWith("\t/usr/bin/chown\tCAP_CHOWN\tdenied\n", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>On a terminal, which script(1) makes, there is a header; what is redirected has the same lines as ever.</summary>
    [LiveFact]
    public async Task OnATerminalThereIsAHeader()
    {
        var run = await Command.RunAsync("script", "-qec", $"{Repository.Ctrace} captrace chown 1 {Victim}", "/dev/null");
        var lines = Lines(run.Output.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(2, lines.Length);
        Assert.Matches("^TIME +PID +EXE +CAPABILITY +RESULT$", lines[0]);
        Assert.Matches("^[0-9.]+ +[0-9]+ +/usr/bin/chown +CAP_CHOWN +granted$", lines[1]);
        Assert.Equal(lines[0].IndexOf("RESULT", StringComparison.Ordinal), lines[1].IndexOf("granted", StringComparison.Ordinal));
    }

    [LiveFact]
    public async Task WithoutFollowOnlyTheCommandItselfIsShown()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "captrace", "sh", "-c", $"chown 1 {Victim}; true");
        Assert.Equal((0, "", ""), (run.Status, run.Output, run.Errors));
        run = await Command.RunAsync(Repository.Ctrace, "captrace", "chown", "1", Victim);
        Assert.EndsWith("\t/usr/bin/chown\tCAP_CHOWN\tgranted\n", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task ThreadsOfTheCommandAreTheCommand()
    {
        // The ctrace that was built with the tests is a program like any other, and one with threads: those of the .NET runtime.
        var file = Path.Combine(_directory.FullName, "events");
        var run = await Command.RunAsync(Repository.Ctrace, "captrace", "-v", "--columns", "pid,tid,exe", "-o", file, Path.Combine(AppContext.BaseDirectory, "ctrace"), "capability", "0");
        Assert.Equal(0, run.Status);
        var rows = File.ReadAllLines(file).Select(line => line.Split('\t')).ToList();
        Assert.Single(rows.Select(row => row[0]).Distinct());
        Assert.True(rows.Select(row => row[1]).Distinct().Count() > 1);
    }

    [LiveFact]
    public async Task AProcessIsShownWithItsFutureChildrenOnlyOnRequest()
    {
        foreach (var follow in new[] { false, true })
        {
            using var shell = new Shell();
            await using var view = await LiveView.StartAsync(["captrace", .. follow ? (string[])["-f"] : [], "-p", $"{shell.Id}"]);
            shell.Say($"chown 1 {Victim}; exit");
            var end = await view.EndAsync();
            Assert.Equal(0, end.Status);
            Assert.Equal(follow ? 1 : 0, Lines(end.Output).Count(line => line.EndsWith("chown\tCAP_CHOWN\tgranted", StringComparison.Ordinal)));
        }
    }

    /// <summary>Who presses ^C again and again ends it, at the latest by the signal itself, and sees no stack trace.</summary>
    [LiveFact]
    public async Task SignalsThatComeWhileItEndsDoNoHarm()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var view = await LiveView.StartAsync("captrace");
            await Command.RunAsync("sh", "-c", $"for i in $(seq 200); do kill -INT {view.Id} || exit 0; done");
            var end = await view.EndAsync();
            Assert.Contains(end.Status, new[] { 0, 128 + 2 });
            Assert.DoesNotContain("Unhandled", end.Errors, StringComparison.Ordinal);
        }
    }

    [LiveFact]
    public async Task AContainerIsShownInItsOwnViewAndNothingElseIs()
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--name", "watched", LiveEngine.Image, "sleep", "1000");
        try
        {
            await using var view = await LiveView.StartAsync("captrace", "--container", "watched", "--json");
            await LiveEngine.DockerAsync("exec", "watched", "chown", "1", "/tmp");
            await LiveEngine.DockerAsync("run", "--rm", LiveEngine.Image, "chown", "1", "/tmp");
            (await Command.RunAsync("chown", "1", Victim)).Succeeded();
            await LiveEngine.DockerAsync("rm", "--force", "watched");
            var end = await view.EndAsync();

            Assert.Equal(0, end.Status);
            var check = JsonDocument.Parse(Assert.Single(Lines(end.Output))).RootElement;
            Assert.Equal(
                ("/bin/busybox", "chown", "chown", "chown", id),
                (Text(check, "exe"), Text(check, "comm"), Text(check, "capability"), Text(check, "syscall"), Text(check, "container")));
            Assert.True(check.GetProperty("granted").GetBoolean());
            Assert.True(check.GetProperty("audited").GetBoolean());
            Assert.InRange(check.GetProperty("own_pid").GetInt32(), 2, 100);
            Assert.True(check.GetProperty("pid").GetInt32() > 100);
            Assert.Equal(0, check.GetProperty("uid").GetInt32());
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", "watched");
        }
    }

    [LiveFact]
    public async Task WhatNobodyAuditsIsShownOnRequest()
    {
        var plain = await Command.RunAsync(Repository.Ctrace, "captrace", "--columns", "capability,audit,syscall", "true");
        Assert.Equal("", plain.Errors);
        var verbose = await Command.RunAsync(Repository.Ctrace, "captrace", "-v", "--columns", "capability,audit,syscall", "true");
        Assert.Contains("CAP_SYS_ADMIN\tunaudited\tmmap\n", verbose.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("\taudited", verbose.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task ADeniedCheckIsShownAsDenied()
    {
        var run = await Command.RunAsync(
            Repository.Ctrace, "captrace", "-f", "--columns", "exe,capability,result,syscall,uid",
            "setpriv", "--reuid", "65534", "--clear-groups", "chown", "1", "/tmp");
        Assert.EndsWith("/usr/bin/chown\tCAP_CHOWN\tdenied\tfchownat\t65534\n", run.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task ASummaryComesAloneAndAtTheEnd()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "captrace", "-s", "-f", "sh", "-c", $"chown 1 {Victim}; chown 1 {Victim}");
        Assert.Equal("  granted    denied  capability  executable\n        2         0  CAP_CHOWN   /usr/bin/chown\n", run.Errors);
    }

    [LiveFact]
    public async Task AStarvedReaderSaysExactlyHowMuchItLost()
    {
        const int calls = 50_000;
        using var perl = new Shell("perl", "-e", $"<STDIN>; chown 1, -1, '{Victim}' for 1..{calls}");
        var file = Path.Combine(_directory.FullName, "events");
        await using var view = await LiveView.StartAsync("captrace", "-p", $"{perl.Id}", "--buffer", "1", "-o", file);
        await view.SignalAsync("STOP");
        perl.Say("");
        await perl.EndAsync();
        await view.SignalAsync("CONT");
        var end = await view.EndAsync();

        var seen = File.ReadLines(file).Count(line => line.EndsWith("\t/usr/bin/perl\tCAP_CHOWN\tgranted", StringComparison.Ordinal));
        var said = Lost().Match(end.Errors);
        Assert.True(said.Success, end.Errors);
        var (lost, made, shown) = (int.Parse(said.Groups[1].Value), int.Parse(said.Groups[2].Value), int.Parse(said.Groups[3].Value));
        Assert.True(lost > calls / 2, end.Errors);
        Assert.Equal((calls, seen), (made, shown));
        Assert.Equal(made, seen + lost);
    }

    [LiveFact]
    public async Task AReaderThatGoesAwayEndsIt()
    {
        var run = await Command.RunAsync("sh", "-c", $"while :; do chown 1 {Victim}; done & '{Repository.Ctrace}' captrace 2>/dev/null | head -n 1; kill $!");
        Assert.Single(Lines(run.Output));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    [GeneratedRegex("^[0-9]+\\.[0-9]{6}\t[0-9]+\t[^\t]+\tCAP_[A-Z_]+\t(granted|denied)$")]
    private static partial Regex Line();

    [GeneratedRegex("^ctrace: ([0-9]+) of ([0-9]+) events lost, ([0-9]+) shown", RegexOptions.Multiline)]
    private static partial Regex Lost();
}
