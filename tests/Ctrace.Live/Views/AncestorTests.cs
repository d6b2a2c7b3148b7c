using System.Text.RegularExpressions;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>
/// The command lines that captrace and container_check.stp document, with 'ctrace captrace' and 'ctrace check' in the place of their names: each
/// letter, and the lists with hyphens.
/// </summary>
[WholeMachine]
[Collection("engine")]
public sealed class AncestorTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-ancestors-");

    public AncestorTests() => File.WriteAllText(Victim, "");

    private string Victim => Path.Combine(_directory.FullName, "victim");

    private string Log => Path.Combine(_directory.FullName, "log");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>captrace [-h] [-s] [-f] [-v] [-o OUT] [-p PID] [-t TRACEFS] [COMMAND]: lines of time, pid, exe and capability.</summary>
    [LiveTheory]
    [InlineData("{0}")]
    [InlineData("-f sh -c '{0}; true'")]
    [InlineData("-v {0}")]
    [InlineData("-t {2} {0}")]
    [InlineData("-f -v -t {2} -o {1} {0}")]
    [InlineData("-fvo {1} {0}")]
    public async Task CaptraceOfACommand(string arguments)
    {
        var run = await ShellAsync($"captrace {arguments}");
        Assert.Equal(0, run.Status);
        var text = arguments.Contains("{1}", StringComparison.Ordinal) ? File.ReadAllText(Log) : run.Errors;
        Assert.Matches(new Regex("^[0-9]+\\.[0-9]+\t[0-9]+\t/usr/bin/chown\tCAP_CHOWN(\t|$)", RegexOptions.Multiline), text);
    }

    [LiveFact]
    public async Task CaptracesOthers()
    {
        Assert.Equal(0, (await ShellAsync("captrace -h")).Status);
        var summary = await ShellAsync("captrace -s {0}");
        Assert.Matches("CAP_CHOWN +/usr/bin/chown\n", summary.Errors);
        Assert.Equal(64, (await ShellAsync("captrace -p 1 {0}")).Status);
        using var shell = new Shell();
        await using var view = await LiveView.StartAsync("captrace", "-p", $"{shell.Id}", "-f", "-o", Log);
        shell.Say($"chown 1 {Victim}; exit");
        await view.EndAsync();
        Assert.Contains("\t/usr/bin/chown\tCAP_CHOWN\t", File.ReadAllText(Log), StringComparison.Ordinal);
    }

    /// <summary>container_check.stp [-G forbidden_capabilities="A-B"] [-G forbidden_syscalls="X-Y"] [-x PID | -c COMMAND], and stap's own -D.</summary>
    [LiveTheory]
    [InlineData(0, "check -c '{0}'")]
    [InlineData(0, "check -DKRETACTIVE=100 -c \"{0}\"")]
    [InlineData(0, "check -G forbidden_capabilities=\"cap_kill-cap_net_raw\" -c '{0}'")]
    [InlineData(1, "check -G forbidden_capabilities=\"cap_kill-cap_chown\" -c '{0}'")]
    [InlineData(0, "check -G forbidden_syscalls=\"mkdir-rmdir\" -c '{0}'")]
    [InlineData(1, "check -DKRETACTIVE=100 -G forbidden_syscalls=\"fchownat-mkdir\" -G forbidden_capabilities=\"\" -c '{0}'")]
    public async Task ContainerCheck(int status, string arguments)
    {
        var run = await ShellAsync(arguments);
        Assert.Equal(status, run.Status);
        Assert.Contains("Forbidden system calls used\n", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>Runs ctrace by a shell: {0} is a command that needs CAP_CHOWN, {1} a file, {2} a tracing file system.</summary>
    private Task<Command> ShellAsync(string arguments)
    {
        var tracefs = Path.Combine(_directory.FullName, "tracefs");
        var words = arguments.Replace("{0}", $"chown 1 {Victim}", StringComparison.Ordinal).Replace("{1}", Log, StringComparison.Ordinal).Replace("{2}", tracefs, StringComparison.Ordinal);
        return Command.RunAsync("sh", "-c", arguments.Contains("{2}", StringComparison.Ordinal)
            ? $"mkdir {tracefs} && mount -t tracefs none {tracefs} && {Repository.Ctrace} {words}; status=$?; umount {tracefs}; exit $status"
            : $"{Repository.Ctrace} {words}");
    }
}
