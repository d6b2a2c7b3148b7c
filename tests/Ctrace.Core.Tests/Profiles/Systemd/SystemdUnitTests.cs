using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.Systemd;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Systemd;

public sealed class SystemdUnitTests
{
    private static readonly string[] Unknown = ["clone3", "faccessat2", "read"];

    public static TheoryData<string, Trace> Cases => new()
    {
        { "superuser", TraceExamples.Of("read", "chown").WithCapabilities("chown", "net_raw", "capability_63") },
        { "user", TraceExamples.Of("read", "socket").WithCapabilities("net_raw").With(Fact.User, "1000:1000").With(Fact.NoNewPrivileges, "true") },
        { "i386", TraceExamples.Of("read", "i386:socketcall", "syscall_999") },
        { "aarch64", TraceExamples.Of(Architecture.Aarch64, "read", "arm:open") },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsTheGoldenDropIn(string name, Trace trace) => GoldenFile.Check($"Systemd/{name}.conf", Write(trace, Unknown));

    /// <summary>What a list of calls cannot say other settings do, and what they cannot either is told.</summary>
    [Fact]
    public void WhatAnEnginesDefaultRefusesIsRefusedUnlessItWasSeen()
    {
        var trace = TraceExamples.Of("clone", "socket", "personality").WithArguments("socket", 40, 1, 0).WithArguments("clone", 0x10000000).WithArguments("personality", 0);
        var conditions = Conditions(trace);
        Assert.Equal("RestrictAddressFamilies=~AF_ECONET AF_ATMSVC AF_IRDA AF_WANPIPE AF_ISDN AF_CAIF AF_ALG\nRestrictNamespaces=user\nLockPersonality=yes\n", conditions.Lines);
        Assert.Empty(conditions.Doubts);
        Assert.Contains("\nRestrictNamespaces=yes\n", Write(TraceExamples.Of("clone"), []), StringComparison.Ordinal);
        Assert.Equal(("", 2), Conditions(TraceExamples.Of("clone", "unshare", "personality")) is var open ? (open.Lines, open.Doubts.Count) : default);
    }

    [Fact]
    public void LinesAreAddedUpAndNoneIsLong()
    {
        var names = Syscalls.All(Architecture.X86_64).Select(call => call.Name).ToArray();
        var lines = SystemdUnit.Write(TraceExamples.Of(names), names, [], "").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(names.Order(StringComparer.Ordinal), lines.Where(line => line.StartsWith("SystemCallFilter=", StringComparison.Ordinal))
            .SelectMany(line => line["SystemCallFilter=".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string Write(Trace trace, IEnumerable<string> unknown) => SystemdUnit.Write(trace, ProfileBuilder.Calls(trace), unknown, Conditions(trace).Lines);

    private static SystemdConditions Conditions(Trace trace) => SystemdConditions.Of(trace, ProfileBuilder.Calls(trace).ToHashSet(), DefaultConditions.Allows);
}
