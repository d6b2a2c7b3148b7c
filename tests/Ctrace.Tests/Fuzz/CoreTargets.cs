using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.AppArmor;
using Ctrace.Core.Profiles.Compose;
using Ctrace.Core.Profiles.Kubernetes;
using Ctrace.Core.Profiles.Oci;
using Ctrace.Core.Profiles.SecurityProfilesOperator;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Lint;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Tests.Fuzz;

/// <summary>Files and labels.</summary>
internal static class CoreTargets
{
    private static readonly Trace Used = TracefileReader.Read(Encoding.UTF8.GetBytes("ARCH\nx86_64\nCAPABILITIES\nchown\nSYSCALLS\nread\n"), "used");

    private static readonly Circumstances Here = new(Architecture.X86_64, new Version(6, 1), new HashSet<string> { "chown", "sys_admin" });

    // A load of the number, of the architecture, of the first argument; a comparison; both answers.
    private static readonly byte[] Filter =
        [0x20, 0, 0, 0, 4, 0, 0, 0, 0x15, 0, 0, 3, 0x3e, 0, 0, 0xc0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0x35, 0, 1, 0, 39, 0, 0, 0,
         0x20, 0, 0, 0, 16, 0, 0, 0, 0x06, 0, 0, 0, 0, 0, 0xff, 0x7f, 0x06, 0, 0, 0, 1, 0, 5, 0];

    public static IEnumerable<FuzzTarget> All =>
    [
        new("tracefile", [Golden("Tracefiles/full.trace"), Golden("Tracefiles/empty.trace"), Golden("Tracefiles/callers.trace"), Golden("Tracefiles/life.trace")],
            FuzzTarget.Texts("ARCH\n", "SYSCALLS-I386\n", "FORMAT\n", "LOST\n", "x86_64 ", "\\u{", "\\xff", "18446744073709551616", "syscall_999\n", "\n\n", "signal:", "others=", "none,", "9999-12-31t23:59:59.999z"), ReadTracefile, 4000),
        new("files in a tracefile", [Golden("Tracefiles/files.trace")],
            FuzzTarget.Texts("FILES\n", "LINKS\n", "MOUNTS\n", "NETWORKS\n", "rwk ", "r* /tmp/\n", "r*/ /srv/\n", "w /tmp/a\n", "r /proc/0/fd/3\n", "\\u{2a}", "\\u{0a}", "\\xff", "ptrace\n"), Restrict, 2000),
        new("seccomp profile", [Golden("Seccomp/everything.json"), Golden("Seccomp/docker-default.json"), Golden("Seccomp/bad.json")],
            FuzzTarget.Texts("\"args\":", "[{", "null", "18446744073709551615", "\"names\":[]", "SCMP_ACT_NOTIFY", "\"includes\":{}", "\\ud800", "1e999"), ReadProfile, 1500),
        new("compose file", [.. new[] { "plain", "lists", "flow", "merged", "crlf" }.Select(name => Golden($"Compose/{name}.in.yml"))],
            FuzzTarget.Texts("&a ", "*a", "!!binary ", "<<: ", "|\n", ">-\n", "- ", "? ", "---\n", "...\n", "cap_add: ", "\u0085", "\ufeff", "{", "]"),
            bytes => Patched(ComposeFile.Patch, bytes), 1500),
        new("manifest", [.. new[] { "deployment", "pod", "cronjob", "list" }.Select(name => Golden($"Kubernetes/{name}.in.yml"))],
            FuzzTarget.Texts("&a ", "*a", "!T", "<<: ", "|\n", "- ", "---\n", "securityContext:", "kind: Pod\n", "privileged: true", "{", "]"),
            bytes => Patched((text, shown, name, trace, profile) => Manifest.Patch(text, shown, null, name, trace, profile), bytes), 1500),
        new("runtime's configuration", [Golden("Oci/spec.json")], FuzzTarget.Texts("null", "[]", "{}", "\"linux\":", "\"process\":", "1e5", "\\u0000"),
            bytes => OciConfig.Patch(Encoding.UTF8.GetString(bytes), "config.json", Used, "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}") is { Length: > 0 } ? "patched" : "", 1500),
        new("filter", [Filter], [[0x15, 0, 0, 0], [0x06, 0, 0, 0], [0x20, 0, 0, 0], [0x05, 0, 0, 0], [0x02, 0, 0, 0], [0x60, 0, 0, 0], [0x2c, 0, 0, 0]], RunFilter, 6000),
        new("label", FuzzTarget.Texts("myapp-%Y-W%V", "a/b/%j", "%Ec%Od%+%%"), FuzzTarget.Texts("%", "../", "/", "//", "%Y", "%E", "\0", "\u202e", ".", "%9999d"),
            bytes => TracefileLabel.Resolve(Encoding.UTF8.GetString(bytes), DateTimeOffset.UnixEpoch, "UTC").Text.Contains("..", StringComparison.Ordinal) ? "dots" : "name", 4000),
    ];

    private static byte[] Golden(string name) => Encoding.UTF8.GetBytes(GoldenFile.Read(name));

    private static string ReadTracefile(byte[] bytes)
    {
        var trace = TracefileReader.Read(bytes, "t");
        Assert.Equal(trace, TracefileReader.Read(Encoding.UTF8.GetBytes(TracefileWriter.Write(trace)), "t"));
        return $"{trace.Architecture.Name} {trace.Facts.Count > 0} {trace.Lost > 0}";
    }

    // Names that a container chose, in restrictions that people load: each a line of its own, whatever is in them.
    private static string Restrict(byte[] bytes)
    {
        var trace = TracefileReader.Read(bytes, "t");
        var resource = OperatorResource.AppArmor("web", trace);
        Assert.All(AppArmorProfile.Write("web", trace) + resource, letter => Assert.True(letter is '\n' or (>= ' ' and <= '~'), resource));
        Assert.All(AppArmorProfile.Write("web", trace).Split('\n'), line => Assert.True(line.Length == 0 || line[^1] is ',' or '{' or '}', line));
        return $"{trace.Resources.Files.Count > 0} {AppArmorDoubts.Of(trace).Count()} {AppArmorProfile.Doubts(trace).Count()}";
    }

    private static string ReadProfile(byte[] bytes)
    {
        var document = SeccompReader.Read(bytes, "p.json");
        Assert.Equal(document.Profile, SeccompReader.Read(Encoding.UTF8.GetBytes(SeccompWriter.Write(document.Profile)), "p.json").Profile);
        ResolvedProfile.Of(document.Profile, Here);
        return string.Join(' ', SeccompLint.Examine(document, Here).Select(finding => finding.Severity).Distinct().Order());
    }

    // Edited once, there is nothing left to edit.
    private static string Patched(Func<string, string, string, Trace, string, string> patch, byte[] bytes)
    {
        var once = patch(Encoding.UTF8.GetString(bytes), "f", "web", Used, "web.json");
        Assert.Equal(once, patch(once, "f", "web", Used, "web.json"));
        return "patched";
    }

    // Where the evaluator says that it is complete, what the simulator answers is one of its outcomes.
    private static string RunFilter(byte[] bytes)
    {
        var filter = SeccompFilter.Read(bytes, "f");
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in new[] { 0, 39, 1 << 30 })
        {
            var verdict = new FilterEvaluator([filter]).Evaluate(Architecture.X86_64, number);
            var answer = Simulator.Run(filter, new SeccompData(number, Architecture.X86_64.Audit, 0x1000, default));
            Assert.True(!verdict.IsComplete || verdict.Outcomes.Any(outcome => outcome.Return is null || $"{outcome.Return}" == $"{answer}"), $"{answer}, but {verdict}");
            said.Add($"{verdict.IsComplete} {verdict.Outcomes.Length}");
        }

        return string.Join(' ', said.Order(StringComparer.Ordinal));
    }
}
