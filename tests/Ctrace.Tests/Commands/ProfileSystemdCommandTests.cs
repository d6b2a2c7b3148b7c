using Ctrace.Core.Linux;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>Drop-ins as systemd reads them (systemd-analyze(1)).</summary>
public sealed class ProfileSystemdCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ProfileSystemdCommandTests()
    {
        ProfileSamples.WriteTo(_directory);
        File.WriteAllText(_directory["x.service"], "[Service]\nExecStart=/bin/true\nSystemCallFilter=@mount\nCapabilityBoundingSet=CAP_SYS_ADMIN\n");
        Directory.CreateDirectory(_directory["x.service.d"]);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("web")]
    [InlineData("restricted")]
    [InlineData("bare")]
    public void SystemdFindsNothingWrong(string tracefile)
    {
        Write(tracefile);
        var verify = Tool.Run("systemd-analyze", "verify", _directory["x.service"]);
        Assert.Equal((0, "", ""), (verify.Status, verify.Output, verify.Errors));
    }

    [Fact]
    public void SystemdSaysWhatItDoesNotKnow()
    {
        // Or the test above would prove nothing: a name or a setting that is wrong is told.
        File.WriteAllText(_directory["x.service.d/ctrace.conf"], "[Service]\nSystemCallFilter=frobnicate\nSystemCallFilter=clone3:ENOSYS\n");
        var verify = Tool.Run("systemd-analyze", "verify", _directory["x.service"]);
        Assert.Contains("Failed to parse system call, ignoring: frobnicate", verify.Errors, StringComparison.Ordinal);
        Assert.Contains("Allow-listed system calls cannot take error number", verify.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNamesThatThisSystemdDoesNotKnowAreThoseOfItsLibseccomp()
    {
        var names = Syscalls.All(Architecture.X86_64).Select(call => call.Name).ToArray();
        File.WriteAllText(_directory["all"], $"ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\n{string.Join('\n', names)}\n");
        Write("all");
        var ignored = Tool.Run("systemd-analyze", "verify", _directory["x.service"]).Errors
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("ignoring: ")[1]);
        Assert.Equal(
            names.Where(name => Linux.Libseccomp.Number(Architecture.X86_64, name) == -1).Order(StringComparer.Ordinal), ignored.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatTheUnitAllowedBeforeIsGone()
    {
        Write("restricted");
        var review = Tool.Run("systemd-analyze", "security", "--offline=true", _directory["x.service"]).Output;
        Assert.Contains("✓ SystemCallFilter=~@mount", review, StringComparison.Ordinal);
        Assert.Contains("✓ CapabilityBoundingSet=~CAP_SYS_ADMIN", review, StringComparison.Ordinal);
        Assert.Contains("✗ CapabilityBoundingSet=~CAP_(CHOWN|FSETID|SETFCAP)", review, StringComparison.Ordinal);
        Assert.Contains("✓ NoNewPrivileges=", review, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAFileItIsPrinted() => Assert.StartsWith("[Service]\n", CommandRun.Of("profile", "systemd", _directory["web"]).Output, StringComparison.Ordinal);

    private void Write(string tracefile) =>
        Assert.Equal("", CommandRun.Of("profile", "systemd", "-o", _directory["x.service.d/ctrace.conf"], _directory[tracefile]).Output);
}
