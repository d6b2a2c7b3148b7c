using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>What is wrong with a command line, a list or a profile is said before anything is attached.</summary>
public sealed class CheckCommandTests
{
    [Theory]
    [InlineData(FailureKind.Usage, "-c excludes --container, -x and another command (give one of them)", "-c", "ls", "--", "ls")]
    [InlineData(FailureKind.Usage, "-c excludes --container, -x and another command (give one of them)", "-c", "ls", "-x", "1")]
    [InlineData(FailureKind.Usage, "--container and -x exclude each other (give one of them, or none for the whole system)", "--container", "x", "-x", "1")]
    [InlineData(FailureKind.Usage, "there is no capability 'net_rwa' (did you mean 'net_raw'?)", "--forbid-capabilities", "net_rwa")]
    [InlineData(FailureKind.Usage, "there is no syscall 'opeanat' (did you mean 'openat'?)", "--forbid-syscalls", "opeanat")]
    [InlineData(FailureKind.Usage,
        "'0-40' is two numbers, not a range: a hyphen separates names as a comma does (write 0,40 if you mean these two; give each number of a range, with commas between them)",
        "--forbid-syscalls", "0-40")]
    [InlineData(FailureKind.Usage, "there is no syscall 'opeanat' (did you mean 'openat'?)", "-G", "forbidden_syscalls=mkdir-opeanat")]
    [InlineData(FailureKind.Usage, "-G takes forbidden_capabilities=LIST or forbidden_syscalls=LIST, not 'forbiden_syscalls=x' (did you mean 'forbidden_syscalls'?)", "-G", "forbiden_syscalls=x")]
    [InlineData(FailureKind.NoInput, "there is no process 4194305 (see 'ps -e')", "-x", "4194305")]
    public void BadInputIsOneLine(FailureKind kind, string line, params string[] arguments)
    {
        var failure = CommandRun.Of(["check", .. arguments]).Failure;
        Assert.NotNull(failure);
        Assert.Equal((kind, line), (failure.Kind, failure.Line));
    }

    [Fact]
    public void AProfileThatIsNotThereIsNoInput()
    {
        var failure = CommandRun.Of("check", "--against", "/no/such/profile.json").Failure;
        Assert.Equal(FailureKind.NoInput, failure?.Kind);
        Assert.EndsWith("(give a profile's file, or docker-default)", failure!.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNoProfileIsBadData() => Assert.Equal(FailureKind.Data, CommandRun.Of("check", "--against", "/etc/passwd").Failure?.Kind);

    [Theory]
    [InlineData("6.18.44-fc-v669", 6, 18)]
    [InlineData("5.10.0-28-amd64", 5, 10)]
    [InlineData("nothing", 0, 0)]
    public void AKernelsVersionIsItsFirstTwoNumbers(string release, int major, int minor) =>
        Assert.Equal(new Version(major, minor), KernelRelease.Version(release));
}
