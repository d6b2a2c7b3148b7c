using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Checks;

/// <summary>The four tables, and each form in which they are told.</summary>
public sealed class CheckResultTests
{
    private static readonly SyscallName Chown = new(Architecture.X86_64, "chown");
    private static readonly SyscallName Mount = new(Architecture.X86_64, "mount");
    private static readonly SyscallName OldMount = new(Architecture.I386, "mount");

    [Fact]
    public void UsesAreSumsOfNeedsAndSorted()
    {
        var result = Result(null);
        Assert.Equal([new CapabilityUse(new Executable("/b"), "chown", 3, 1), new CapabilityUse(new Executable("/b"), "sys_admin", 0, 2)], result.Capabilities);
        Assert.Equal(
            [new(new Executable("/b"), null, "chown", 1, 0), new(new Executable("/b"), Chown, "chown", 2, 1), new CapabilityNeed(new Executable("/b"), Mount, "sys_admin", 0, 2)], result.Needs);
        Assert.Equal([new(new Executable("/a\nb"), Mount, 2), new ForbiddenCall(new Executable("/b"), OldMount, 1)], result.Forbidden);
    }

    [Fact]
    public void WithAListOnlyForbiddenCapabilitiesAreShown()
    {
        var result = Result(new HashSet<string> { "sys_admin" });
        Assert.Equal([new CapabilityUse(new Executable("/b"), "sys_admin", 0, 2)], result.Capabilities);
        Assert.Equal(3, result.Needs.Length);
    }

    [Theory]
    [InlineData("chown", false)]
    [InlineData("sys_admin", true)]
    [InlineData("net_raw", true)]
    public void AForbiddenCapabilityFailsWhenItWasUsedAndNotWhenItWasDenied(string capability, bool passed) =>
        Assert.Equal(passed, CheckResult.From(Result(null).Needs, [], [], new HashSet<string> { capability }, 0).Passed);

    [Fact]
    public void WithoutAListNoCapabilityFails() => Assert.True(CheckResult.From(Result(null).Needs, [], [], null, 0).Passed);

    [Fact]
    public void AForbiddenCallFails() => Assert.False(CheckResult.From([], [new ForbiddenCall(new Executable("/a"), Mount, 1)], [], null, 0).Passed);

    [Fact]
    public void AsText() => Assert.Equal(
        """
        Capabilities used
          executable  capability     granted  denied
          /b          CAP_CHOWN            3       1
          /b          CAP_SYS_ADMIN        0       2

        Capabilities that system calls needed
          executable  syscall  capability     granted  denied
          /b          -        CAP_CHOWN            1       0
          /b          chown    CAP_CHOWN            2       1
          /b          mount    CAP_SYS_ADMIN        0       2

        Forbidden system calls used
          executable  syscall     count
          /a\u{a}b    mount           2
          /b          i386:mount      1

        Failing system calls
          executable  syscall  errno  count
          /b          mount    EPERM      7
          /b          mount    4000       1

        """, CheckText.Write(Result(null), Architecture.X86_64));

    [Fact]
    public void NothingIsSaidToBeNothing()
    {
        var text = CheckText.Write(CheckResult.From([], [], [], new HashSet<string>(), 0), Architecture.X86_64);
        Assert.StartsWith("Forbidden capabilities used\n  none\n\nCapabilities that", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AsJson()
    {
        var json = JsonDocument.Parse(CheckJson.Write(Result(new HashSet<string> { "chown" }))).RootElement;
        Assert.False(json.GetProperty("passed").GetBoolean());
        Assert.Equal(5, json.GetProperty("lost").GetInt32());
        Assert.Equal(["passed", "lost", "forbidden_capabilities", "needs", "forbidden_syscalls", "failures"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("i386", json.GetProperty("forbidden_syscalls")[1].GetProperty("arch").GetString());
        Assert.Equal("4000", json.GetProperty("failures")[1].GetProperty("errno").GetString());
    }

    [Fact]
    public void AsJunit()
    {
        var suite = XDocument.Parse(Encoding.UTF8.GetString(CheckJunit.Write(Violation.Of(Result(new HashSet<string> { "chown" }), Architecture.X86_64)))).Root!.Element("testsuite")!;
        Assert.Equal(("3", "3"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Equal(
            ["/b used CAP_CHOWN 3 times", "/a\\u{a}b called mount 2 times", "/b called i386:mount 1 time"],
            suite.Elements("testcase").Select(test => test.Element("failure")!.Attribute("message")!.Value));
    }

    [Fact]
    public void AJunitFileHasATestEvenWhenNothingWasFound()
    {
        var suite = XDocument.Parse(Encoding.UTF8.GetString(CheckJunit.Write([]))).Root!.Element("testsuite")!;
        Assert.Equal(("1", "0"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Null(Assert.Single(suite.Elements("testcase")).Element("failure"));
    }

    [Fact]
    public void AsSarif()
    {
        var run = JsonDocument.Parse(CheckSarif.Write(Violation.Of(Result(new HashSet<string> { "chown" }), Architecture.X86_64), "1.2.3")).RootElement.GetProperty("runs")[0];
        Assert.Equal("1.2.3", run.GetProperty("tool").GetProperty("driver").GetProperty("version").GetString());
        Assert.Equal(["forbidden-capability", "forbidden-syscall", "forbidden-syscall"], run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("ruleId").GetString()));
        Assert.Equal(["b", "a%5Cu%7Ba%7Db", "b"], run.GetProperty("results").EnumerateArray().Select(result =>
            result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()));
    }

    private static CheckResult Result(IReadOnlySet<string>? forbidden) => CheckResult.From(
        [
            new(new Executable("/b"), Mount, "sys_admin", 0, 2), new(new Executable("/b"), Chown, "chown", 2, 0), new(new Executable("/b"), Chown, "chown", 0, 1), new(new Executable("/b"), null, "chown", 1, 0),
        ],
        [new(new Executable("/b"), OldMount, 1), new(new Executable("/a\nb"), Mount, 2)],
        [new(new Executable("/b"), Mount, 4000, 1), new(new Executable("/b"), Mount, 1, 7)],
        forbidden,
        lost: 5);
}
