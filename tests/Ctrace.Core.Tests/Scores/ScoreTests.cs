using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ctrace.Core.Linux;
using Ctrace.Core.Scores;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Seccomp.Profiles;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Scores;

public sealed partial class ScoreTests
{
    private const string Hostile = "</title><script>alert(1)</script>\u202e\u001b[31m&\"'";

    private static readonly Circumstances Ordinary = new(Architecture.X86_64, new Version(6, 18), ContainerCapabilities.Default);

    private static Score OfProfile(SeccompProfile profile) => Score.Of(new ScoreSubject("p.json", "a seccomp profile", profile, Ordinary));

    private static Trace Tracefile(string name) => TracefileReader.Read(Encoding.UTF8.GetBytes(GoldenFile.Read($"Tracefiles/{name}")), name);

    private static Score OfFullTrace()
    {
        var trace = Tracefile("full.trace").Merge(Tracefile("callers.trace"));
        return Score.Of(new ScoreSubject(
            "full.trace", "a container that is restricted to this recording", ProfileBuilder.Build(trace), Ordinary with { Capabilities = new HashSet<string> { "chown", "net_raw" } }, trace));
    }

    [Fact]
    public void TheDefaultIsTheDefault()
    {
        var score = OfProfile(DockerDefault.Profile);
        Assert.All(score.Calls, call => Assert.Equal(call.Usual, call.Own));
        Assert.Empty(score.MoreCalls);
        Assert.Empty(score.MoreCapabilities);
        Assert.Equal(Syscalls.All(Architecture.X86_64).Count, score.Calls.Length);
    }

    [Fact]
    public void WhatIsMoreThanTheDefaultIsNamed()
    {
        var profile = ProfileChange.Deny(ProfileChange.Allow(DockerDefault.Profile, ["mount", "socket", "keyctl"]), ["read"], null);
        var score = Score.Of(new ScoreSubject("p", "", profile, Ordinary with { Capabilities = ContainerCapabilities.Of(["sys_admin"], ["kill"], false) }));
        Assert.Subset(score.MoreCalls.Select(call => call.Name).ToHashSet(), new HashSet<string> { "mount", "keyctl" });
        Assert.Equal(["clone", "socket"], score.WiderCalls.Select(call => call.Name));
        Assert.DoesNotContain("read", score.MoreCalls.Select(call => call.Name));
        Assert.Equal(["sys_admin"], score.MoreCapabilities);
        var text = ScoreText.Write(score);
        Assert.Contains("WARNING: dangerous, and not allowed by Docker's default\n", text, StringComparison.Ordinal);
        Assert.Contains("  keyctl             keys belong to users and not to containers; joining a keyring overflowed its reference count [keyctl(2); CVE-2016-0728]\n", text, StringComparison.Ordinal);
        Assert.Contains("WARNING: other calls that Docker's default does not allow\n  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAProfileEverythingIsAllowed() => Assert.All(OfProfile(ScoreSubject.Unconfined).Calls, call => Assert.Equal(CallAccess.Allowed, call.Own));

    [Fact]
    public void AnOlderKernelHasFewerCalls()
    {
        var score = Score.Of(new ScoreSubject("p", "", DockerDefault.Profile, Ordinary with { Kernel = new Version(5, 10) }));
        Assert.DoesNotContain("mseal", score.Calls.Select(call => call.Name));
        Assert.Contains("process_madvise", score.Calls.Select(call => call.Name));
    }

    [Fact]
    public void TheNumberIsOfAHundred()
    {
        var all = Core.Linux.Capability.All.Select(capability => capability.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(0, Score.Of(new ScoreSubject("p", "", ScoreSubject.Unconfined, Ordinary with { Capabilities = all })).Points);
        Assert.Equal(100, Score.Of(new ScoreSubject("p", "", ProfileBuilder.DenyAll([Architecture.X86_64]), Ordinary with { Capabilities = new HashSet<string>() })).Points);
        var usual = OfProfile(DockerDefault.Profile);
        Assert.Equal(usual.UsualPoints, usual.Points);
        Assert.InRange(usual.Points, 50, 90);
        Assert.Equal(usual.Points, Score.Of(new ScoreSubject("p", "", DockerDefault.Profile, Ordinary with { Kernel = new Version(6, 1) })).Points);
    }

    /// <summary>A gate is of no use if a wider profile can pass where a narrower one does not.</summary>
    [Fact]
    public void AllowingMoreNeverScoresBetter() => Prop.ForAll(ArbitraryProfile.Any, profile =>
    {
        var names = (string[])["read", "mount", "clone3", "socket", "personality"];
        var before = OfProfile(profile).Points;
        var each = names.Select(name => OfProfile(ProfileChange.Allow(profile, [name])).Points).ToList();
        return each.All(points => points <= before) && OfProfile(ProfileChange.Allow(profile, [.. names])).Points <= each.Min()
            && OfProfile(ProfileChange.Deny(profile, [.. names], null)).Points >= before;
    }).Hold();

    [Fact]
    public void EachCapabilityMoreNeverScoresBetter()
    {
        var (held, last) = (new HashSet<string>(), 100);
        foreach (var capability in Core.Linux.Capability.All)
        {
            held.Add(capability.Name);
            var points = Score.Of(new ScoreSubject("p", "", ScoreSubject.Unconfined, Ordinary with { Capabilities = held })).Points;
            Assert.InRange(points, 0, last);
            last = points;
        }
    }

    /// <summary>A call that can be made in any interface counts.</summary>
    [Fact]
    public void AFilterIsScoredAsTheKernelRunsIt()
    {
        SeccompFilter Filter(uint audit) => SeccompFilter.Of(
            [new(0x20, 0, 0, 4), new(0x15, 0, 1, audit), Instruction.Return(FilterReturn.Allow), Instruction.Return(new FilterReturn(SeccompAction.KillProcess))], "f");
        Score Of(uint audit) => Score.Of(new ScoreSubject("f", "a seccomp filter", ScoreSubject.Unconfined, Ordinary) { Filter = Filter(audit) });
        Assert.All(Of(Architecture.X86_64.Audit).Calls, call => Assert.Equal(CallAccess.Allowed, call.Own));
        Assert.Contains(Of(Architecture.I386.Audit).Calls, call => call is { Name: "mount", Own: CallAccess.Allowed });
        Assert.All(Of(Architecture.Aarch64.Audit).Calls, call => Assert.Equal(CallAccess.Refused, call.Own));
        Assert.DoesNotContain("SCMP_ACT_ALLOW", ScoreHtml.Write(Of(Architecture.Aarch64.Audit)), StringComparison.Ordinal);
    }

    [Fact]
    public void IsTheGoldenText() => GoldenFile.Check("Scores/full.txt", ScoreText.Write(OfFullTrace()));

    [Fact]
    public void IsTheGoldenJson() => GoldenFile.Check("Scores/full.json", ScoreJson.Write(OfFullTrace()));

    [Fact]
    public void IsTheGoldenPage() => GoldenFile.Check("Scores/full.html", ScoreHtml.Write(OfFullTrace()));

    [Fact]
    public void ThePageNeedsNothingElseAndRunsOnlyWhatItsPolicyNames()
    {
        var page = ScoreHtml.Write(OfFullTrace());
        var policy = Regex.Match(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">").Groups[1].Value;
        Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$", policy);
        Assert.All((string[])["style", "script"], tag =>
        {
            var own = Assert.Single(Regex.Matches(page, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline)).Groups[1].Value;
            Assert.Contains($"{tag}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(own)))}'", policy, StringComparison.Ordinal);
        });
        Assert.DoesNotMatch(@"<link|<img|<iframe|\bsrc=|\bhref=""[^#]|\bstyle=|<[^>]*\bon\w+=|url\(|@import|https?:", page);
        WellFormed(page);
    }

    /// <summary>A name on the page leads to what it means, on the same page.</summary>
    [Fact]
    public void EachLinkLeadsSomewhere()
    {
        var page = ScoreHtml.Write(OfFullTrace());
        var links = Regex.Matches(page, "href=\"#([^\"]*)\"").Select(link => link.Groups[1].Value).ToHashSet();
        Assert.Superset(new HashSet<string> { "call-mount", "call-write", "cap-sys_admin", "cap-chown" }, links);
        Assert.All(links, link => Assert.Single(Regex.Matches(page, $" id=\"{link}\"")));
    }

    [Fact]
    public void TheHeadOfThePageIsForPeople()
    {
        var start = new RunStart(StartId.Of("start")) { IsWhole = true, Began = 1_796_000_000_000, Observed = 90_000 };
        var trace = TraceExamples.Of("read").With(Fact.Image, "sha256:0123 shop/web:1.2") with { Life = Life.Create([start], [], []) };
        var page = Page("/srv/data/team/web.trace", trace);
        Assert.Contains("<title>shop/web:1.2: Tighter than Docker&#39;s default - ctrace</title>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>shop/web:1.2</h1>", page, StringComparison.Ordinal);
        Assert.Contains("recorded 2026-11-30 00:53 to 00:54 UTC, web.trace; x86_64, Linux 6.18", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/srv/", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("class=\"verdict tighter\"", StringComparison.Ordinal) < page.IndexOf("<table", StringComparison.Ordinal));
        Assert.Contains("<h1>web</h1>", Page("data/web.trace", TraceExamples.Of("read")), StringComparison.Ordinal);
        Assert.Contains("recorded at an unknown time", Page("data/web.trace", TraceExamples.Of("read")), StringComparison.Ordinal);

        static string Page(string name, Trace trace) => ScoreHtml.Write(Score.Of(new ScoreSubject(name, "a container", ProfileBuilder.Build(trace), Ordinary with { Capabilities = new HashSet<string>() }, trace)));
    }

    [Theory]
    [InlineData("read", "", "tighter")]
    [InlineData("read", "sys_admin", "dangerous")]
    [InlineData("read", "wake_alarm", "wider")]
    [InlineData("keyctl", "", "dangerous")]
    public void TheVerdictIsOfWhatDockerRefuses(string call, string capability, string grade)
    {
        var profile = ProfileChange.Allow(ProfileBuilder.DenyAll([Architecture.X86_64]), [call]);
        var score = Score.Of(new ScoreSubject("p.json", "a seccomp profile", profile, Ordinary with { Capabilities = capability.Length > 0 ? new HashSet<string> { capability } : new HashSet<string>() }));
        Assert.Contains($"<section class=\"verdict {grade}\">", ScoreHtml.Write(score), StringComparison.Ordinal);
        Assert.Contains("No tighter than Docker&#39;s default", ScoreHtml.Write(OfProfile(DockerDefault.Profile)), StringComparison.Ordinal);
    }

    /// <summary>Who asked is named where it was recorded, and where it was not, that is said.</summary>
    [Fact]
    public void WhatWasRefusedNamesWhoAsked()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(new SyscallName(Architecture.X86_64, "read"), 1);
        builder.AddCapability("sys_admin", granted: false, 3);
        builder.AddCapability("sys_ptrace", granted: false, 1);
        builder.AddRefusal(new CapabilityRefusal("sys_admin", IsOwn: false, Caller.Program("/bin/<x>")), 3);
        builder.AddRefusal(new SyscallName(Architecture.X86_64, "mount"), 1, Caller.Program("/bin/mount"), null, 2);
        var trace = builder.Build();
        var page = ScoreHtml.Write(Score.Of(new ScoreSubject("t", "", ProfileBuilder.Build(trace), Ordinary, trace)));
        Assert.Contains("<a href=\"#cap-sys_admin\">CAP_SYS_ADMIN</a></th><td data-l=\"asked by\">/bin/&lt;x&gt;</td><td class=\"n\" data-l=\"times\">3</td><td data-l=\"why\">the container was not given it</td>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#cap-sys_ptrace\">CAP_SYS_PTRACE</a></th><td data-l=\"asked by\">(not recorded)</td>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#call-mount\">mount</a></th><td data-l=\"asked by\">/bin/mount</td><td class=\"n\" data-l=\"times\">2</td><td data-l=\"why\">a filter answered EPERM</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AUsualPageIsSmall() => Assert.All((SeccompProfile[])[DockerDefault.Profile, ScoreSubject.Unconfined], profile => Assert.InRange(Encoding.UTF8.GetByteCount(ScoreHtml.Write(OfProfile(profile))), 10_000, 180_000));

    [Fact]
    public void NothingInARecordingIsMarkup()
    {
        var trace = TraceExamples.Of("read").With(Fact.Image, Hostile) with
        {
            Executables = Counts<string>.Empty.Add(Hostile, 1),
            Syscalls = Counts<SyscallName>.Empty.Add(new SyscallName(Architecture.X86_64, Hostile), 1).Add(new SyscallName(Architecture.X86_64, "read"), 1),
            Capabilities = Counts<string>.Empty.Add(Hostile, 1),
            SyscallCallers = Callers<SyscallName>.Create([new(new(new(Architecture.X86_64, "read"), Caller.Program(Hostile)), 1)]),
        };
        var score = Score.Of(new ScoreSubject(Hostile, Hostile, ProfileBuilder.Build(trace), Ordinary, trace));
        var page = ScoreHtml.Write(score);
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.DoesNotContain('\u202e', page);
        Assert.DoesNotContain('\u001b', page);
        WellFormed(page);
        Assert.DoesNotContain('\u001b', ScoreText.Write(score));
    }

    [Fact]
    public void AnyProfileCanBeScored() => Prop.ForAll(ArbitraryProfile.Any, profile =>
    {
        var score = OfProfile(profile);
        WellFormed(ScoreHtml.Write(score));
        return JsonDocument.Parse(ScoreJson.Write(score)).RootElement.GetProperty("syscalls").GetProperty("total").GetInt32() == score.Calls.Length;
    }).Hold();

    /// <summary>Every element is closed, by a reader that forgives nothing; the elements that HTML never closes, and the script, are taken out.</summary>
    private static void WellFormed(string page) => XDocument.Parse(Unclosed().Replace(Script().Replace(page, ""), "").Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    [GeneratedRegex("<meta[^>]*>")]
    private static partial Regex Unclosed();

    [GeneratedRegex("<script>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
