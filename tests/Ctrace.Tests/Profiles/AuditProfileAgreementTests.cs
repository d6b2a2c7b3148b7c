using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Ctrace.Core.Verification;
using Ctrace.Profiles;
using Ctrace.Tests.Files;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>
/// What the filter that libseccomp makes of a profile to watch by does, for all calls and all arguments: it lets through what its base does,
/// and lets through quietly what was recorded of that.
/// </summary>
public sealed class AuditProfileAgreementTests : IDisposable
{
    private static readonly string[] Deciding = ["socket", "ioctl", "fcntl", "clone", "personality", "setsockopt", "madvise", "unshare"];

    private static readonly string[] Plain = ["mount", "chmod", "getuid", "bpf", "sendfile", "clone3", "io_uring_setup", "setitimer", "rename"];

    private static readonly Gen<ulong> Value = Gen.OneOf(Gen.Choose(0, 6).Select(value => (ulong)value), Gen.Elements(0x5401ul, 0x50f00ul, 0x10020000ul, uint.MaxValue - 1ul));

    private static readonly Gen<CallArguments> Given =
        from call in Gen.Elements(Deciding)
        from values in Value.ArrayOf(DecidingArgument.Of(call).Length)
        select new CallArguments(new SyscallName(Architecture.X86_64, call), [.. values.Zip(DecidingArgument.Of(call), (value, argument) => value & argument.Mask)]);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("docker-default", false)]
    [InlineData("docker-default", true)]
    [InlineData("allow-all", true)]
    [InlineData("allow-list", true)]
    [InlineData("deny-list", true)]
    public void ItLetsThroughWhatTheBaseDoesAndQuietlyWhatWasRecorded(string name, bool arguments)
    {
        var told = 0;
        Prop.ForAll(Given.ListOf().ToArbitrary(), Gen.SubListOf(Plain).ToArbitrary(), (given, plain) =>
        {
            var trace = Recorded(given.Take(6), plain);
            var warnings = new List<string>();
            var audit = new AuditPlan(warnings.Add) { Base = BaseFile(name), Arguments = arguments }.Make(trace);
            var machine = new Circumstances(Architecture.X86_64, KernelRelease.CurrentVersion, ContainerCapabilities.Default);
            var basis = name == "allow-all" ? AuditProfile.AllowAll(Architecture.X86_64) : SeccompInput.ReadNamed(BaseFile(name));
            var (filter, usual) = (Filter(audit, machine), Filter(basis, machine));
            Assert.Equal("", Differences(filter, usual));

            var coarse = warnings.Where(warning => warning.Contains("not told apart", StringComparison.Ordinal)).ToList();
            told += coarse.Count;
            var rules = arguments ? ArgumentRules.WhereContainersStart(trace) : ArgumentRules.None;
            var kin = Kin.Of(trace);
            var own = ProfileBuilder.Build(trace, rules, kin);
            own = plain.Contains("clone3") ? ProfileChange.Allow(own, ["clone3"]) : own;
            var quiet = Filter(Quiet(audit), machine);
            var wanted = Filter((name == "allow-all" ? own : ProfileIntersection.Of(own, basis, machine, rules.Names.Union(kin.ConditionalNames)).Profile) with { Architectures = audit.Architectures, ArchitectureMap = audit.ArchitectureMap }, machine);
            if (coarse.Count == 0)
            {
                Assert.Equal("", Differences(quiet, wanted));
            }

            // Whatever is not told apart: nothing that was not recorded by its name is let through quietly.
            var names = ProfileBuilder.Calls(trace).Union(RuntimeBaseline.Privileges).Union(kin.Names).Append("clone3").ToHashSet(StringComparer.Ordinal);
            Assert.All(Lines([quiet], [Filter(ProfileBuilder.DenyAll(Architecture.X86_64.Family), machine)]), call => Assert.Contains(call.Name!, names));
        }).Hold(arguments ? 12 : 6);
        Assert.InRange(told, 0, name == "deny-list" ? 12 : 8);
    }

    /// <summary>What the recording needed and the base refuses is told, and stays refused.</summary>
    [Fact]
    public void WhatIsBeyondTheBaseIsWarnedOfAndNotAllowed()
    {
        var warnings = new List<string>();
        var audit = new AuditPlan(warnings.Add) { Base = "docker-default" }.Make(Recorded([], ["chmod", "bpf"]));
        Assert.Contains("refused, since docker-default refuses it, though it was recorded: bpf", warnings);
        var resolved = ResolvedProfile.Of(audit, new Circumstances(Architecture.X86_64, KernelRelease.CurrentVersion, ContainerCapabilities.Default));
        Assert.Equal(CallAccess.Refused, resolved.Access("bpf"));
        Assert.Equal([SeccompAction.Allow], resolved.RulesFor("chmod").Select(rule => rule.Return.Action));
        Assert.Equal([SeccompAction.Log], resolved.RulesFor("rename").Select(rule => rule.Return.Action));
    }

    /// <summary>A container that is given a capability may do what the base lets it then.</summary>
    [Fact]
    public void TheBasesConditionsOnCapabilitiesStay()
    {
        var audit = new AuditPlan(_ => { }) { Base = "docker-default" }.Make(Recorded([], ["chmod"]));
        var machine = new Circumstances(Architecture.X86_64, KernelRelease.CurrentVersion, ContainerCapabilities.Default.Append("sys_admin").ToHashSet());
        Assert.Equal("", Differences(Filter(audit, machine), Filter(DockerDefault.Profile, machine)));
        Assert.Equal(SeccompAction.Log, Assert.Single(ResolvedProfile.Of(audit, machine).RulesFor("mount")).Return.Action);
    }

    private string BaseFile(string name)
    {
        SeccompProfile? profile = name switch
        {
            "allow-list" => new SeccompProfile(SeccompAction.Errno, new SeccompErrno(Errno.EACCES),
            [
                new SeccompRule([.. RuntimeBaseline.Privileges, "socket", "clone", "chmod", "madvise", "fcntl"], SeccompAction.Allow),
                new SeccompRule(["ioctl"], SeccompAction.Allow) { Arguments = [new(1, SeccompOperator.Less, 0x5413)] },
                new SeccompRule(["setsockopt"], SeccompAction.Allow) { Arguments = [new(1, SeccompOperator.Equal, 1), new(2, SeccompOperator.MaskedEqual, uint.MaxValue, 2)] },
                new SeccompRule(["bpf"], SeccompAction.KillProcess),
            ])
            {
                Architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
            },
            "deny-list" => new SeccompProfile(SeccompAction.Allow, default,
            [
                new SeccompRule(["mount", "bpf"], SeccompAction.Errno, new SeccompErrno(Errno.EACCES)),
                new SeccompRule(["socket"], SeccompAction.Errno) { Arguments = [new(0, SeccompOperator.Equal, 40)] },
            ])
            {
                Architectures = ["SCMP_ARCH_X86_64"],
            },
            _ => null,
        };
        if (profile is not null)
        {
            File.WriteAllText(_directory[name], SeccompWriter.Write(profile));
        }

        return profile is null ? name : _directory[name];
    }

    private static SeccompProfile Quiet(SeccompProfile audit)
    {
        var refusal = new FilterReturn(SeccompAction.Errno, Errno.EPERM);
        return (audit.Default.Action == SeccompAction.Log ? ProfileChange.WithDefault(audit, refusal) : audit) with
        {
            Rules = [.. audit.Rules.Select(rule => rule.Action == SeccompAction.Log ? rule with { Action = SeccompAction.Errno, Errno = new SeccompErrno(Errno.EPERM) } : rule)],
        };
    }

    private static Trace Recorded(IEnumerable<CallArguments> given, IEnumerable<string> plain)
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        foreach (var entry in given)
        {
            trace.AddSyscall(entry.Syscall, 1);
            trace.AddArguments(entry.Syscall, entry.Values, 1);
        }

        foreach (var name in plain.Append("read"))
        {
            trace.AddSyscall(new SyscallName(Architecture.X86_64, name), 1);
        }

        return trace.Build();
    }

    private static SeccompFilter Filter(SeccompProfile profile, Circumstances machine) => FilterCompiler.Compile(ResolvedProfile.Of(profile, machine));

    // What libseccomp makes of i386's calls of calls is its own.
    private static IEnumerable<(Architecture Architecture, string? Name, FilterDifference Difference)> Lines(IReadOnlyList<SeccompFilter> first, IReadOnlyList<SeccompFilter> second) =>
        ProfileComparison.Of(first, second, Architecture.X86_64.Family).Calls.Where(call => call.Name is not ("socketcall" or "ipc")).Select(call => (call.Architecture, call.Name, call.Difference));

    private static string Differences(SeccompFilter one, SeccompFilter other) =>
        string.Join('\n', Lines([one], [other]).Concat(Lines([other], [one])).Select(call => $"{call.Architecture} {call.Name} {call.Difference}"));
}
