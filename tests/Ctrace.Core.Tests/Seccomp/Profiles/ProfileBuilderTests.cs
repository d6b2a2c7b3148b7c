using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

public sealed class ProfileBuilderTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "ping", "alarm brk close exit_group getpid recvfrom sendto setsockopt socket write" },
        { "threads-with-clone3", "clone3 exit futex mmap" },
        { "i386", "execve i386:open i386:socketcall" },
        { "x32", "execve x32:read" },
        { "syscall-without-a-name", "read syscall_999" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsTheGoldenProfile(string name, string syscalls) =>
        GoldenFile.Check($"Seccomp/{name}.json", SeccompWriter.Write(ProfileBuilder.Build(TraceExamples.Of(syscalls.Split(' ')))));

    /// <summary>Whoever finds the profile later sees what it is for.</summary>
    [Fact]
    public void TheProfileSaysOfWhichImageItIs()
    {
        var digest = "sha256:" + new string('a', 64);
        var profile = ProfileBuilder.Build(TraceExamples.Of("read").With(Fact.Image, $"{digest} web:1\e[2J"));
        Assert.Equal(@"recorded of web:1\u{1b}[2J (sha256:aaaaaaaaaaaa)", profile.Rules[0].Comment);
        Assert.Null(ProfileBuilder.Build(TraceExamples.Of("read")).Rules[0].Comment);
    }

    [Fact]
    public void NoNewPrivilegesNeedsLess() => GoldenFile.Check(
        "Seccomp/no-new-privileges.json",
        SeccompWriter.Write(ProfileBuilder.Build(TraceExamples.Of("getuid").With(Fact.NoNewPrivileges, "true"))));

    [Fact]
    public void Aarch64HasItsOwnArchitectures() => GoldenFile.Check(
        "Seccomp/aarch64.json", SeccompWriter.Write(ProfileBuilder.Build(TraceExamples.Of(Architecture.Aarch64, "ppoll", "arm:poll"))));

    [Fact]
    public void AllowsWhatWasRecordedAndTheRuntimesOwn() => Check((trace, profile) =>
        profile.Rules.Where(rule => rule.Action == SeccompAction.Allow).SelectMany(rule => rule.Names).ToHashSet().SetEquals(
            trace.Syscalls.Keys.Where(name => name.IsKnown).Select(name => name.Name == "clone3" && DefaultConditions.Of(trace).ReplacesClone3 ? "clone" : name.Name)
                .Union(RuntimeBaseline.Privileges).Union(AlwaysAllowed.Of(trace.Syscalls.Keys.Select(call => call.Architecture).Append(trace.Architecture)))));

    /// <summary>Whatever is not there says nothing of a program: another clocksource, a thread that ends later.</summary>
    [Theory]
    [InlineData("read", "clock_getres clock_gettime exit exit_group getcpu gettimeofday restart_syscall rt_sigreturn time", "clock_gettime64 sigreturn")]
    [InlineData("i386:read", "clock_getres clock_getres_time64 clock_gettime clock_gettime64 exit exit_group getcpu gettimeofday restart_syscall rt_sigreturn sigreturn time", "")]
    public void WhatIsAlwaysAllowedIsAllowedInEveryKindOfProfile(string call, string always, string never)
    {
        var trace = TraceExamples.Of(call);
        foreach (var profile in (SeccompProfile[])[ProfileBuilder.Build(trace), ProfileBuilder.Exactly(trace, ArgumentRules.None), ProfileBuilder.Extend(ProfileBuilder.DenyAll([trace.Architecture]), trace, new Version(6, 1), ArgumentRules.None, Kin.None)])
        {
            var names = profile.Rules.Where(rule => rule is { Action: SeccompAction.Allow, Arguments.IsEmpty: true }).SelectMany(rule => rule.Names).ToList();
            Assert.Subset(names.ToHashSet(), always.Split(' ').ToHashSet());
            Assert.DoesNotContain(names, name => never.Split(' ').Contains(name));
        }
    }

    [Fact]
    public void NoNameIsInTwoRulesAndAllAreSorted() => Check((_, profile) =>
        profile.Rules.Where(rule => rule.Arguments.IsEmpty).SelectMany(rule => rule.Names).Concat(profile.Rules.Where(rule => !rule.Arguments.IsEmpty).SelectMany(rule => rule.Names).Distinct()) is var names
        && names.Distinct().Count() == names.Count()
        && profile.Rules.All(rule => rule.Names.SequenceEqual(rule.Names.Order(StringComparer.Ordinal)) && rule.Names.Length > 0));

    [Fact]
    public void EveryFallbackIsAllowedOrNotThere() => Check((_, profile) =>
        Fallbacks.Names.Where(name => Syscalls.Number(Architecture.X86_64, name) is not null)
            .All(name => profile.Rules.Any(rule => rule.Names.Contains(name) && (rule.Action == SeccompAction.Allow || rule.Errno.Number == 38))));

    [Fact]
    public void NothingButAWholeTraceMakesAProfile()
    {
        var failure = Assert.Throws<CtraceException>(() => ProfileBuilder.Build(new Trace(Architecture.X86_64).WithCapabilities("chown")));
        Assert.Equal(FailureKind.Data, failure.Kind);
    }

    [Fact]
    public void WhatAFilterCalledUnknownStaysUnknown()
    {
        var profile = ProfileBuilder.Build(TraceExamples.Of("read").WithDenied("io_uring_setup", 38).WithDenied("bpf", 1).WithDenied("read", 38));
        Assert.Contains("io_uring_setup", profile.Rules[1].Names);
        Assert.DoesNotContain("bpf", profile.Rules[1].Names);
        Assert.DoesNotContain("read", profile.Rules[1].Names);
        Assert.DoesNotContain("io_uring_setup", profile.Rules[0].Names);
    }

    [Fact]
    public void OnlyWhenAllRecordingsSayNoNewPrivilegesIsLessAllowed()
    {
        var some = TraceExamples.Of("read").With(Fact.NoNewPrivileges, "true");
        Assert.DoesNotContain("setuid", ProfileBuilder.Build(some).Rules[0].Names);
        Assert.Contains("setuid", ProfileBuilder.Build(some.Merge(TraceExamples.Of("write").With(Fact.NoNewPrivileges, "false"))).Rules[0].Names);
        Assert.Contains("setuid", ProfileBuilder.Build(some.Merge(TraceExamples.Of("write"))).Rules[0].Names);
        Assert.DoesNotContain("setuid", ProfileBuilder.Build(some.Merge(TraceExamples.Of("write").With(Fact.NoNewPrivileges, Fact.Any))).Rules[0].Names);
    }

    private static void Check(Func<Trace, SeccompProfile, bool> property) => Prop.ForAll(
        ArbitraryTrace.Of(Architecture.X86_64).Filter(trace => trace.Syscalls.Count > 0),
        trace => property(trace, ProfileBuilder.Build(trace))).Hold();
}
