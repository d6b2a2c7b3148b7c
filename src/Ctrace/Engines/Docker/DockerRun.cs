using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Files;

namespace Ctrace.Engines.Docker;

/// <summary>
/// A <c>docker run</c> that the user typed, run by the client itself on the user's terminal, of which ctrace wants to know only
/// which container it made. While it lives, signals that would end ctrace go to the client, which passes them to the container.
/// </summary>
/// <remarks>
/// Print nothing through <see cref="Console"/> before the client has ended: its first use puts the terminal's keypad into another
/// mode, under the client and whoever types into it.
/// </remarks>
internal sealed class DockerRun : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly ForwardedSignals _signals;
    private readonly TemporaryDirectory _directory;
    private readonly Process _process;
    private readonly string _cidFile;
    private readonly bool _stale;

    private DockerRun(DockerClient client, RunArguments arguments, ForwardedSignals signals, TemporaryDirectory directory)
    {
        (_signals, _directory) = (signals, directory);
        Detached = arguments.Detached;
        var own = Path.Combine(directory.Path, "cid");
        _cidFile = arguments.CidFile.Length > 0 ? Path.GetFullPath(arguments.CidFile) : own;

        // The client refuses a file that is there already, so what is in it is another container's id.
        _stale = Path.Exists(_cidFile);
        _process = client.Start(["run", .. arguments.WithCidFile(own)]);
        signals.To(_process);
    }

    /// <summary>Whether the client ends at once and leaves the container running.</summary>
    public bool Detached { get; }

    /// <summary>Starts the client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="typed">The arguments of <c>docker run</c>; a leading <c>docker run</c> or <c>run</c> is understood.</param>
    /// <param name="cancellation">Stops the questions that are put to the client first.</param>
    /// <param name="before">What is to be done before the client starts; null for nothing.</param>
    /// <exception cref="CtraceException">Usage; Unavailable: the client does not work; CannotCreate: no temporary directory.</exception>
    public static async Task<DockerRun> StartAsync(DockerClient client, IReadOnlyList<string> typed, CancellationToken cancellation, Func<RunArguments, Task>? before = null)
    {
        var words = RunArguments.WithoutCommand(typed);
        var arguments = await RunArguments.ReadAsync(words, await RunFlags.ReadAsync(client, cancellation), cancellation);
        if (before is not null)
        {
            await before(arguments);
        }

        var directory = TemporaryDirectory.Create("ctrace-run-");
        var signals = new ForwardedSignals();
        try
        {
            return new DockerRun(client, arguments, signals, directory);
        }
        catch
        {
            signals.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the container has been made.</summary>
    /// <returns>Its id; null when the client ended without making one, and has said why.</returns>
    public async Task<ContainerId?> GetContainerAsync(CancellationToken cancellation)
    {
        while (!_stale)
        {
            var ended = _process.HasExited;
            if (ContainerId.TryParse(ReadCidFile(), out var id))
            {
                return id;
            }

            if (ended)
            {
                break;
            }

            await Task.Delay(Glance, cancellation);
        }

        return null;
    }

    /// <summary>Waits until the client ends. Cancelling stops the waiting, not the client.</summary>
    /// <returns>Its exit code, which is the container's unless <see cref="Detached"/>; 128 + N when signal N ended it.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _signals.Dispose();
        _process.Dispose();
        _directory.Dispose();
    }

    private string? ReadCidFile()
    {
        try
        {
            return File.ReadAllText(_cidFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
