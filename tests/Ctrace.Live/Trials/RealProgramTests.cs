using System.Text.Json;
using Ctrace.Core.Tests;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live.Trials;

/// <summary>Real programs: traced at work, restricted to that, checked under it, and then asked for what they did not do before.</summary>
[Collection("engine")]
public sealed class RealProgramTests
{
    private const string Nginx = "until wget -q -O - http://127.0.0.1/ | grep -q works; do sleep 0.1; done; for j in $(seq 50); do wget -q -O /dev/null http://127.0.0.1/ || exit 1; done";
    private const string Redis = "until redis-cli ping | grep -q PONG; do sleep 0.1; done; redis-benchmark -q -n 500 -c 10 -t set,get,incr,lpush,mset >/dev/null && redis-cli get counter:__rand_int__ | grep -q .";
    private const string Table = "create table t(a, b); insert into t values (1, 2), (3, 4); select sum(a * b) from t;";
    private const string Perl = "open(my $f, '>', '/tmp/x') or die; print $f join(',', sort { $b <=> $a } map { $_ ** 2 } 1 .. 1000); close $f; print 'works';";

    public static TheoryData<Subject, string, string> Programs { get; } = Skipping(new()
    {
        { new Subject("nginx", ["nginx"], "", Nginx), Nginx + "; timeout 2 wget -q -O /dev/null http://127.0.0.1/file || true", "gettid sendfile" },
        { new Subject("redis", ["redis-server", "--dir", "/tmp", "--save", ""], "", Redis), Redis + "; redis-cli save", "fsync unlink" },
        { new Subject("sqlite", ["sqlite3", "/tmp/db", Table], "14"), $"sqlite3 /tmp/db 'pragma journal_mode=truncate; {Table}'", "ftruncate readlink" },
        { new Subject("perl", ["perl", "-e", Perl], "works"), $"perl -e \"{Perl.Replace("$", "\\$", StringComparison.Ordinal)} rename('/tmp/x', '/tmp/y')\"", "rename" },
        { new Subject("pipeline", ["sh", "-c", "seq 1000 | sort -rn | head -n 3 | tr -d 9; sleep 0.5 & wait"], "1000"), "seq 1000 | sort -rn | head -n 3; sleep 0.5 & wait; mkfifo /tmp/fifo", "mknodat" },
        { new Subject("i386", ["sh", "-c", "calls-i386; sleep 0.5 & wait"], "syscall i386 exit_group", Needs: ProgramAbi.I386), "calls-i386; rename-i386", "rename" },
    });

    private static TheoryData<Subject, string, string> Skipping(TheoryData<Subject, string, string> programs)
    {
        foreach (var row in programs)
        {
            row.Skip = ThisKernel.Lacks(row.Data.Item1.Needs);
        }

        return programs;
    }

    [LiveTheory]
    [MemberData(nameof(Programs))]
    public async Task WorksUnderItsProfileAndIsRefusedWhatItNeverDid(Subject subject, string more, string denied)
    {
        await using var daemon = await TraceDaemon.StartAsync();
        for (var run = 0; run < 2; run++)
        {
            var traced = await SubjectRun.RunAsync(subject, "--label", "ctrace.tracefile=subject");
            Assert.True(traced.Works, traced.Problem);
        }

        await daemon.StopAsync();
        var trace = $"{daemon.Data}/subject";
        var works = await VerifyAsync(trace, subject, subject.Client, subject.Command);
        Assert.True(works.Status == 0, works.Errors);
        Assert.Empty(Denied(works));
        var asked = subject.Client is null
            ? await VerifyAsync(trace, subject, null, subject.Command[0] == "sh" ? ["sh", "-c", more] : ["sh", "-c", $"exec {more}"])
            : await VerifyAsync(trace, subject, more, subject.Command);
        Assert.True(asked.Status == 1, asked.Errors);
        Assert.Equal(denied, string.Join(" ", Denied(asked).Order(StringComparer.Ordinal)));
    }

    [LiveTheory]
    [InlineData("nginx")]
    [InlineData("sqlite")]
    public async Task WorksWithTheArgumentsThatWereRecorded(string name)
    {
        var subject = Programs.Select(row => row.Data.Item1).Single(program => program.Name == name);
        await using var daemon = await TraceDaemon.StartAsync("--arguments");
        for (var run = 0; run < 2; run++)
        {
            var traced = await SubjectRun.RunAsync(subject, "--label", "ctrace.tracefile=subject");
            Assert.True(traced.Works, traced.Problem);
        }

        await daemon.StopAsync();
        Assert.NotEmpty(daemon.Read("subject").Arguments.Seen);
        var works = await VerifyAsync($"{daemon.Data}/subject", subject, subject.Client, subject.Command, "--arguments");
        Assert.True(works.Status == 0, works.Errors);
        Assert.Empty(Denied(works));
    }

    private static Task<Command> VerifyAsync(string trace, Subject subject, string? client, string[] command, params string[] options)
    {
        string[] check = client is null ? [] : ["--check", $"docker run --rm --network container:$CTRACE_CONTAINER {LiveEngine.Image} sh -c '{client}'"];
        return Command.RunAsync(Repository.Ctrace, ["verify", "--exact", .. options, "--tracefile", trace, "--json", "--timeout", $"{Waiting.Patience.TotalSeconds}", .. check, "--", "--rm", "--name", $"{subject.Name}-verified", LiveEngine.Image, .. command]);
    }

    // Of the report behind whatever the container said: the names that count, in the report's order.
    private static List<string> Denied(Command verified)
    {
        var report = verified.Errors[verified.Errors.LastIndexOf("{\n  \"clean\"", StringComparison.Ordinal)..];
        return [.. JsonDocument.Parse(report).RootElement.GetProperty("syscalls").EnumerateArray()
            .Where(call => !call.GetProperty("expected").GetBoolean())
            .Select(call => call.GetProperty("syscall").GetString()!).Distinct()];
    }
}
