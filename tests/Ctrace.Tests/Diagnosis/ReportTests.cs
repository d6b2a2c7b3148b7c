using System.Text.Json.Nodes;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Tests.Diagnosis;

public sealed class ReportTests
{
    private static readonly Finding[] Findings =
    [
        new("kernel", FindingState.Good, "Linux 6.18"),
        new("engine", FindingState.Missing, "nobody answers", "start it"),
        new("docker client", FindingState.Missing, "there is none", "install it", Needed: false),
    ];

    [Fact]
    public void TextIsALineAFindingWithItsRemedyBelow() => Assert.Equal("""
        ok       kernel         Linux 6.18
        MISSING  engine         nobody answers
                                -> start it
        absent   docker client  there is none
                                -> install it

        """, Report.Text(Findings));

    [Fact]
    public void JsonHasAllOfIt()
    {
        var json = JsonNode.Parse(Report.Json(Findings))!.AsArray();
        Assert.Equal(["kernel", "engine", "docker client"], json.Select(finding => (string?)finding!["subject"]));
        Assert.Equal(["good", "missing", "missing"], json.Select(finding => (string?)finding!["state"]));
        Assert.Equal([true, true, false], json.Select(finding => (bool)finding!["needed"]!));
        Assert.Equal(["Linux 6.18", "nobody answers", "there is none"], json.Select(finding => (string?)finding!["detail"]));
        Assert.Equal(["", "start it", "install it"], json.Select(finding => (string?)finding!["remedy"]));
    }

    [Fact]
    public void AnEnginesTextCannotForgeALineOrReachTheTerminal()
    {
        Finding[] hostile = [new("engine", FindingState.Good, "Docker 1\e[31m\nok       seccomp  all\u202e", "do\r\nthis\u009b")];
        Assert.Equal("""
            ok       engine  Docker 1\u{1b}[31m\u{a}ok       seccomp  all\u{202e}
                             -> do\u{d}\u{a}this\u{9b}

            """, Report.Text(hostile));
        var json = Report.Json(hostile);
        Assert.All(json, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        Assert.Equal(hostile[0].Detail, (string?)JsonNode.Parse(json)![0]!["detail"]);
    }
}
