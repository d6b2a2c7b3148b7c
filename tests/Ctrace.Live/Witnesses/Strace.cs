using System.Diagnostics;
using System.Globalization;

namespace Ctrace.Live.Witnesses;

/// <summary>
/// strace, attached to the engine's containerd: it follows every child, so it sees each container that is started meanwhile from
/// before its first task exists. Another mechanism (ptrace) than the one under test, on the same run.
/// </summary>
internal sealed class Strace : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private Strace(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    /// <summary>Attaches.</summary>
    public static async Task<Strace> AttachAsync()
    {
        var log = Path.GetTempFileName();
        var containerd = LiveEngine.Containerd.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(new ProcessStartInfo("strace", ["-f", "-o", log, "-p", containerd]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadLineAsync() ?? "";
        _ = process.StandardError.ReadToEndAsync();
        return said.Contains(" attached", StringComparison.Ordinal)
            ? new Strace(process, log)
            : throw new InvalidOperationException($"strace does not attach to containerd: {said}");
    }

    /// <summary>Detaches, and tells what it saw of each process that the runtime started in a container.</summary>
    public async Task<IReadOnlyList<Witnessed>> DetachAsync()
    {
        await Command.RunAsync("kill", "-INT", _process.Id.ToString(CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync();
        return StraceLog.Read(await File.ReadAllLinesAsync(_log));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await DetachAsync();
        }

        _process.Dispose();
        File.Delete(_log);
    }
}
