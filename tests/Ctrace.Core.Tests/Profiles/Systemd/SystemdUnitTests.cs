using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.Systemd;
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
    public void IsTheGoldenDropIn(string name, Trace trace) => GoldenFile.Check($"Systemd/{name}.conf", SystemdUnit.Write(trace, Unknown));

    [Fact]
    public void LinesAreAddedUpAndNoneIsLong()
    {
        var names = Syscalls.All(Architecture.X86_64).Select(call => call.Name).ToArray();
        var lines = SystemdUnit.Write(TraceExamples.Of(names), []).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(names.Order(StringComparer.Ordinal), lines.Where(line => line.StartsWith("SystemCallFilter=", StringComparison.Ordinal))
            .SelectMany(line => line["SystemCallFilter=".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
