using System.Diagnostics;
using Xunit;

namespace Ctrace.Tests;

/// <summary>The program as it is started: what arrives on which output, and the exit code.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData(0, "net_raw\n", "", "capability", "13")]
    [InlineData(1, "", "ctrace: there is no capability 'net_rwa' (did you mean 'net_raw'?)\n", "capability", "net_rwa")]
    [InlineData(64, "", "ctrace: there is no option '--frob' (see 'ctrace syscall --help')\n", "syscall", "--frob")]
    [InlineData(64, "", "ctrace: there is no option '--exat' (did you mean '--exact'? see 'ctrace options --help')\n", "options", "--exat", "-o", "x.json", "x.trace")]
    [InlineData(66, "", "ctrace: cannot read --exat: No such file or directory\n", "ready", "--", "--exat")]
    [InlineData(
        64, "", "ctrace: there is no architecture 'vax', only x86_64, i386, x32, aarch64, arm (see 'ctrace syscall --help')\n", "syscall", "--arch", "vax")]
    public async Task AResultIsOnOutputAndAFailureIsOneLineOnError(int exitCode, string output, string error, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ctrace"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(output, await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(error, await errors);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, program.ExitCode);
    }

    /// <summary>What cannot be said changes nothing else: neither the result nor the exit code.</summary>
    [Theory]
    [InlineData("capability net_rwa 2>/dev/full", 1)]
    [InlineData("capability net_rwa 2>&-", 1)]
    [InlineData("capability net_rwa 2>&- >&- <&-", 1)]
    [InlineData("syscall --frob 2>/dev/full", 64)]
    [InlineData("profile seccomp nosuch.trace >/dev/full 2>/dev/full", 66)]
    [InlineData("diff nosuch.trace nosuch.trace 2>/dev/full", 66)]
    [InlineData("doctor >/dev/full 2>/dev/full", 74)]
    [InlineData("capability 13 >/dev/full 2>/dev/full", 74)]
    [InlineData("--help >&- 2>&-", 74)]
    [InlineData("status --socket /nonexistent 2>/dev/full", 69)]
    [InlineData("trace --data /nonexistent/x 2>/dev/full", 73)]
    [InlineData("trace --data /nonexistent/x --log-format json 2>/dev/full", 73)]
    [InlineData("record --frob 2>&-", 64)]
    public void AFullOrClosedOutputForDiagnosticsEndsNothing(string words, int status) => Assert.Equal(status, Shell(words).Status);

    /// <summary>The content of what was opened in the place of a closed descriptor is not written to.</summary>
    [Fact]
    public void WhatIsSaidGoesIntoNoOtherFile()
    {
        using var directory = new Files.TemporaryDirectory();
        var trace = "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nread\nsyscall_999\n";
        File.WriteAllText(directory["a"], trace);
        File.WriteAllText(directory["b"], trace);
        Assert.Equal(0, Shell($"merge -o '{directory["c"]}' '{directory["a"]}' '{directory["b"]}' <&- >&- 2>&-").Status);
        Assert.StartsWith("ARCH\n", File.ReadAllText(directory["c"]), StringComparison.Ordinal);
        Assert.Equal(74, Shell($"merge -o - '{directory["a"]}' '{directory["b"]}' <&- >&- 2>&-").Status);
        Assert.Equal(trace, File.ReadAllText(directory["a"]));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(124)]
    [InlineData(255)]
    public void TooFewDescriptorsAreSaidOnceAndWhatThereShouldBe(int limit)
    {
        foreach (var words in (string[])["capability 13", "trace --data /nonexistent/x", "captrace -- true", "record -- true"])
        {
            var program = Shell(words, $"ulimit -n {limit};");
            Assert.Equal(69, program.Status);
            Assert.Equal($"ctrace: this process may have only {limit} files open, and ctrace needs 256 "
                + "(raise the hard limit to 256 or more: ulimit -Hn, LimitNOFILE= of a unit, docker run --ulimit nofile=)\n", program.Errors);
        }
    }

    /// <summary>Who has no place for temporary files is told so in one line.</summary>
    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("/dev/null")]
    public void ATemporaryDirectoryThatCannotBeMadeIsSaid(string place)
    {
        var program = Shell("doctor", $"TMPDIR={place}");
        Assert.NotEqual(70, program.Status);
        Assert.Matches($"absent +temporary files +cannot make a temporary directory in {place}/: ", program.Output);
        Assert.Contains("set TMPDIR to a directory that can be written", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ALowSoftLimitIsRaised() => Assert.Equal("net_raw\n", Shell("capability 13", "ulimit -Sn 64;").Output);

    private static Tool Shell(string words, string before = "") =>
        Tool.Run("bash", "-c", $"{before} exec '{AppContext.BaseDirectory}/ctrace' {words}");
}
