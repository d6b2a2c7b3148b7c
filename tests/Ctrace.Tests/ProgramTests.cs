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
}
