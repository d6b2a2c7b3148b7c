using Xunit;

namespace Ctrace.Live.SecondDay;

/// <summary>
/// Services that were recorded for a moment, and come under that profile to what they had not done by then. <c>./build second-day</c>
/// has many more (docs/second-day.md); these are quick and tell of most of it.
/// </summary>
[Collection("engine")]
public sealed class SecondDayTests : ContainerTest
{
    private const string Small = "until redis-cli ping | grep -q PONG; do sleep 0.1; done; redis-cli set a 1 && redis-cli bgsave && " + Saved;
    private const string Large = "until redis-cli ping | grep -q PONG; do sleep 0.1; done; "
        + "for i in 1 2 3; do head -c 4000000 /dev/zero | tr '\\0' $i | redis-cli -x set big$i || exit 1; done; redis-cli config set rdbcompression no && redis-cli bgsave && " + Saved + " && redis-cli set b 2 | grep -q OK";
    private const string Saved = "until redis-cli info persistence | grep -q 'rdb_bgsave_in_progress:0'; do sleep 0.1; done && redis-cli info persistence | grep -q 'rdb_last_bgsave_status:ok'";

    [LiveFact]
    public async Task RedisSavesMoreThanItEverHadAndStopsByTerm()
    {
        using var first = await FirstDay.OfAsync(Server("redis", Small, "redis-server", "--dir", "/tmp"));

        // It ends with 0 only when it has saved all of it once more.
        var second = await first.RunAsync(Server("redis-large", Large, "redis-server", "--dir", "/tmp"));
        Assert.True(second.Works, second.Problem);
    }

    [LiveFact]
    public async Task NginxSendsALargeFileThatItNeverSent()
    {
        const string Wait = "until wget -q -O - http://127.0.0.1/ | grep -q works; do sleep 0.1; done; ";
        using var first = await FirstDay.OfAsync(Server("nginx", Wait, "nginx"));
        const string Fetch = Wait + "wget -q -O /tmp/got http://127.0.0.1/file && cmp /tmp/got /srv/file && echo all of it";
        var second = await first.RunAsync(Server("nginx-file", Fetch, "nginx"));
        Assert.True(second.Works, second.Problem);
        Assert.Contains("all of it", second.Output, StringComparison.Ordinal);
    }

    /// <summary>Threads end, blocks grow, replies are gathered, files are synchronized, and a sleep sleeps: none of which it had done.</summary>
    [LiveFact]
    public async Task AServerThatGrowsDoesAllThatReachesNothingNew()
    {
        using var first = await FirstDay.OfAsync(new Subject("grown", ["grown"], "keep: well"));
        var second = await first.RunAsync(new Subject("grown-later", ["grown", "grown"], "a connection ended: well"));
        Assert.True(second.Works, second.Problem);
    }

    /// <summary>As its official image starts it. What it needs the second time it had not asked for the first time: that is said before.</summary>
    [LiveFact]
    public async Task WhatASecondStartOnItsOwnDataNeedsIsToldAndOneMoreRecordingHasIt()
    {
        const string Entry = "set -e; chown -R daemon /data; chmod 700 /data; exec su -s /bin/sh daemon -c 'exec redis-server --dir /data'";
        var redis = Server("redis-start", Small, "sh", "-c", Entry);
        var (first, own, both) = ($"{Name}-first", $"{Name}-own", $"{Name}-both");
        try
        {
            using var once = await FirstDay.OfAsync(redis, options: ["--volume", $"{first}:/data"]);
            Assert.Contains("CAP_DAC_OVERRIDE", once.Said, StringComparison.Ordinal);
            var started = await once.RunAsync(redis, "--volume", $"{own}:/data");
            Assert.True(started.Works, started.Problem);
            Assert.False((await once.RunAsync(redis, "--volume", $"{own}:/data")).Works);
            using var twice = await FirstDay.OfAsync(redis, times: 2, options: ["--volume", $"{both}:/data"]);
            var again = await twice.RunAsync(redis, "--volume", $"{both}:/data");
            Assert.True(again.Works, again.Problem);
        }
        finally
        {
            await Command.RunAsync("docker", "volume", "rm", "--force", first, own, both);
        }
    }

    /// <summary>A child that is allowed while what it works for is not can turn a clean error into a loop: that is said, and can be avoided.</summary>
    [LiveFact]
    public async Task AMailerWhoseChildIsAllowedAndWhoseLetterIsNotIsWarnedOf()
    {
        var (writes, delivers) = (new Subject("mailer", ["mailer"], "tried once"), new Subject("mailer-delivers", ["mailer", "deliver"], "tried once"));
        using var kin = await FirstDay.OfAsync(writes);
        Assert.Contains("tried for ever", (await kin.RunAsync(delivers)).Problem, StringComparison.Ordinal);
        Assert.Matches("vfork was not seen: .* for ever", kin.Said);
        using var exact = await FirstDay.OfAsync(writes, exact: true);
        Assert.Contains("no child: Operation not permitted", (await exact.RunAsync(delivers)).Problem, StringComparison.Ordinal);
        using var delivered = await FirstDay.OfAsync(delivers);
        var works = await delivered.RunAsync(delivers);
        Assert.True(works.Works, works.Problem);
    }

    private static string Name => $"second-day-{Environment.ProcessId}";

    private static Subject Server(string name, string client, params string[] command) => new(name, command, "", client);
}
