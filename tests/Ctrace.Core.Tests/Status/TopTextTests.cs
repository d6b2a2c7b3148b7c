using System.Text.Json;
using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Core.Tests.Status;

/// <summary>The table and the JSON of ctrace top.</summary>
public sealed class TopTextTests
{
    private static readonly TopRow Web = new("web", new string('a', 64), 8531, new ContainerActivity(212.4, [new("net_raw", null, 2), new("chmod", "EPERM", 3)], ["mount"])
    {
        HasDeniedCalls = true,
        HasPrograms = true,
        Program = "/usr/sbin/nginx",
        ProgramShare = 0.931,
    }, "");

    private static readonly TopRow Fresh = new("fresh", new string('b', 64), 5, new ContainerActivity(null, [], []), "");
    private static readonly TopRow Batch = new("batch", new string('c', 64), 0, null, "no label ctrace.tracefile (--all)");

    [Fact]
    public void EachContainerIsALine() => Assert.Equal(
        [
            "CONTAINER  CALLS/S  CALLS  PROGRAM              DENIED (10 s)                 DANGEROUS",
            "web            212   8531  /usr/sbin/nginx 93%  CAP_NET_RAW 2, chmod EPERM 3  mount",
            "batch            -      -  not recorded: no label ctrace.tracefile (--all)",
        ],
        TopText.Lines([Web, Batch]));

    [Fact]
    public void WhatIsNotRecordedSaysSo()
    {
        var lines = TopText.Lines([Web, Fresh, Batch]);
        Assert.Matches("^fresh +- +5 +not counted yet +calls not recorded +-$", lines[2]);
        Assert.Matches("^batch +- +- +not recorded: no label ctrace.tracefile \\(--all\\)$", lines[3]);
        var old = TopText.Lines([Web with { Activity = null }])[1];
        Assert.EndsWith("8531  not told: the daemon is of an older version", old, StringComparison.Ordinal);
        Assert.Equal("no containers", TopText.Lines([])[1]);
    }

    [Fact]
    public void CapabilitiesAreShownWhereCallsAreNotRecorded() =>
        Assert.Contains("CAP_CHOWN 1, calls not recorded", TopText.Lines([Fresh with { Activity = Fresh.Activity! with { Denied = [new("chown", null, 1)] } }])[1], StringComparison.Ordinal);

    [Fact]
    public void HostileNamesStayOnTheirLine()
    {
        var hostile = Web with { Name = "\e[2J\nx" + new string('n', 100), Activity = Web.Activity! with { Program = "/a\r\n\e]0;title\a", Denied = [], Dangerous = ["x\ny"] } };
        var lines = TopText.Lines([hostile, Batch with { Reason = "a\nb\e[31m" }]);
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        Assert.StartsWith("\\u{1b}[2J\\u{a}xnnnnnn... ", lines[1], StringComparison.Ordinal);
        var json = JsonStyle.Text(writer => TopJson.Write(writer, [hostile], daemon: true, []));
        Assert.DoesNotContain('\e', json);
    }

    [Fact]
    public void WhatHasNoRoomIsCounted() =>
        Assert.Equal(["web", "and 2 more"], TopText.Lines([Web, Fresh, Batch], 2).Skip(1).Select(line => line.StartsWith("web ", StringComparison.Ordinal) ? "web" : line));

    [Theory]
    [InlineData("rate", "web idle fresh batch")]
    [InlineData("calls", "web fresh idle batch")]
    [InlineData("denied", "web fresh idle batch")]
    [InlineData("dangerous", "web fresh idle batch")]
    [InlineData("name", "fresh idle web batch")]
    public void RowsAreSortedByAKeyAndWhatIsNotRecordedIsLast(string key, string order)
    {
        var idle = new TopRow("idle", new string('d', 64), 1, new ContainerActivity(0, [], []), "");
        Assert.Equal(order.Split(' '), TopRow.Sort([Batch, Fresh, Web, idle], key).Select(row => row.Name));
        Assert.Contains(key, TopRow.Keys);
    }

    [Fact]
    public void JsonHasEveryMember()
    {
        var json = JsonStyle.TextOf(JsonStyle.Line, writer => TopJson.Write(writer, [Web, Batch], daemon: true, ["a note"]));
        Assert.Equal(
            """{"source":"daemon","recent_seconds":10,"containers":[{"name":"web","id":"ID","recorded":true,"calls":8531,"calls_per_second":212.4,"denied_calls_recorded":true"""
            + ""","denied":[{"capability":"net_raw","count":2},{"syscall":"chmod","errno":"EPERM","count":3}],"dangerous":["mount"],"programs_counted":true,"program":"/usr/sbin/nginx","program_share":0.931},"""
            + """{"name":"batch","id":"ID","recorded":false,"reason":"no label ctrace.tracefile (--all)"}],"notes":["a note"]}""",
            json.Replace(Web.Id, "ID", StringComparison.Ordinal).Replace(Batch.Id, "ID", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(JsonStyle.Text(writer => TopJson.Write(writer, [Fresh], daemon: false, []))).RootElement
            .GetProperty("containers")[0].GetProperty("calls_per_second").ValueKind);
    }
}
