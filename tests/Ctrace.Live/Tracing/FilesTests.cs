using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Live.Witnesses;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>Files, networks, signals and mounts, beside what strace saw of the same run, and what AppArmor's compiler makes of them.</summary>
[Collection("engine")]
public sealed class FilesTests : ContainerTest
{
    private const string Work =
        "echo a >one; echo b >>one; cat <one >/dev/null; mv one two; ln -s two link; cat link; mkdir deep; mkdir deep/er; cp two deep/er/copy; chmod 600 two; "
        + "chmod 700 deep; truncate -s 0 deep/er/copy; flock lock true; mkfifo pipe; mkdir gone; rmdir gone; rm -r deep; rm link pipe; ls . >/dev/null; "
        + "cd /; cat $OLDPWD/two; : missing; cat $OLDPWD/missing 2>/dev/null; :";

    private string Output => Path.Combine(Place, "out.trace");

    [LiveFact]
    public async Task TheFilesAreThoseThatStraceSaw()
    {
        var (work, log) = (Directory.CreateDirectory(Path.Combine(Place, "work")).FullName, Path.Combine(Place, "log"));
        (await Command.RunAsync(Repository.Ctrace, "record", "--files", "-o", Output, "--", "strace", "-f", "-y", "-s", "4096", "-o", log, "sh", "-c", $"cd {work}; {Work}")).Succeeded();
        var seen = FileSet.Create(Read().Resources.Files.Where(file => file.Key.Path.StartsWith(work, StringComparison.Ordinal)));
        var witnessed = StraceFiles.Read(File.ReadLines(log), work);
        Assert.InRange(witnessed.Count, 12, FileSet.MostNames);
        Assert.Equal(witnessed, seen);
    }

    [LiveTheory]
    [InlineData("")]
    [InlineData("CTRACE_OLD_KERNEL=1")]
    public async Task AContainersUsesAreAllThere(string environment)
    {
        const string Script = "cat /etc/passwd >/dev/null; echo a >/tmp/a; ln /tmp/a /tmp/b; mkdir /tmp/d; cat /proc/$$/status >/dev/null; sh -c 'kill -USR1 $$'; nc -l -p 80 & until grep -q ':0050 ' /proc/net/tcp /proc/net/tcp6; do :; done; kill -9 $!; "
            + "for i in $(seq 200); do echo >/var/tmp/$i; done; :";
        string[] run = ["run", "--files", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/busybox", "sh", "-c", Script];
        var ran = await Command.RunAsync("env", environment.Length > 0 ? [environment, Repository.Ctrace, .. run] : [Repository.Ctrace, .. run]);
        Assert.True(ran.Status == 0, ran.Errors);
        var trace = Read();
        Assert.Equal([Fact.FilesRecorded], trace.Values(Fact.Files));
        Assert.Equal(
            [
                new(new FileName("/bin/busybox"), FileModes.Read | FileModes.Map | FileModes.Execute), new(new FileName("/etc/passwd"), FileModes.Read),
                new(new FileName("/proc/0/status"), FileModes.Read), new(new FileName("/tmp/a"), FileModes.Write),
                new(new FileName("/tmp/d/"), FileModes.Write), new(new FileName("/var/tmp/", FileScope.Files), FileModes.Write),
            ],
            trace.Resources.Files.Where(file => file.Key.Path != "/dev/null" && !file.Key.Path.Contains("/net/tcp", StringComparison.Ordinal)));
        Assert.Equal([new FileLink("/tmp/b", "/tmp/a")], trace.Resources.Links);
        Assert.Contains(trace.Resources.Networks, network => network.Type == "stream");
        Assert.Equal(["kill", "usr1"], trace.Resources.Signals);
        await AssertParsesAsync();
    }

    [LiveTheory]
    [InlineData("nginx")]
    [InlineData("redis")]
    public async Task AServersProfileParses(string name)
    {
        var subject = Subject.All.Single(one => one.Name == name);
        await using (var daemon = await TraceDaemon.StartAsync("--files"))
        {
            var run = await SubjectRun.RunAsync(subject, ["--label", "ctrace.tracefile=subject"]);
            Assert.True(run.Works, run.Problem);
            await daemon.StopAsync();
            File.Copy($"{daemon.Data}/subject", Output);
        }

        var used = Read().Resources;
        Assert.Contains(used.Networks, network => network is { Family: "inet", Type: "stream" });
        Assert.Contains(used.Files, file => Path.GetFileName(file.Key.Path) == subject.Command[0] && file.Value.HasFlag(FileModes.Execute));
        Assert.Contains(used.Files, file => file.Key.Path.Contains("libc.so", StringComparison.Ordinal) && file.Value.HasFlag(FileModes.Map));
        await AssertParsesAsync();
    }

    [LiveFact]
    public async Task WithoutTheOptionNothingOfItIsRecorded()
    {
        (await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/busybox", "true")).Succeeded();
        Assert.Empty(Read().Values(Fact.Files));
        var profile = await Command.RunAsync(Repository.Ctrace, "profile", "apparmor", Output);
        Assert.Equal((65, "ctrace: the recording has no files: an AppArmor profile of it would stop any container (record it again with --files)\n"), (profile.Status, profile.Warnings));
    }

    private async Task AssertParsesAsync()
    {
        var profile = Path.Combine(Place, "profile");
        (await Command.RunAsync(Repository.Ctrace, "profile", "apparmor", "--name", "live", "-o", profile, Output)).Succeeded();
        (await Command.RunAsync("apparmor_parser", "--skip-kernel-load", "--skip-cache", "--ofile", Path.Combine(Place, "policy"), profile)).Succeeded();
    }

    private Trace Read() => TracefileReader.Read(File.ReadAllBytes(Output), Output);
}
