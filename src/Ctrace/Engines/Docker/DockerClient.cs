using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>The docker command line client of this machine.</summary>
internal sealed class DockerClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private DockerClient(string path) => Path = path;

    /// <summary>The program's absolute path.</summary>
    public string Path { get; }

    /// <summary>The client on this process's PATH.</summary>
    /// <exception cref="CtraceException">Unavailable: there is none.</exception>
    public static DockerClient FromEnvironment() => Find(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>
    /// Finds the client as a shell would, except that relative directories in PATH do not count: ctrace runs as root, and the
    /// class library's own search begins with the current directory.
    /// </summary>
    /// <param name="path">The value of PATH.</param>
    /// <exception cref="CtraceException">Unavailable: there is none.</exception>
    public static DockerClient Find(string? path)
    {
        foreach (var directory in (path ?? "").Split(':'))
        {
            var program = $"{directory}/docker";
            if (directory.StartsWith('/') && File.Exists(program) && IsExecutable(program))
            {
                return new DockerClient(program);
            }
        }

        throw new CtraceException(FailureKind.Unavailable,
            "there is no docker client on PATH", "install it: on Debian and Ubuntu, apt-get install docker.io");
    }

    /// <summary>Starts the client with this process's own standard streams and terminal.</summary>
    /// <exception cref="CtraceException">Unavailable: it cannot be executed.</exception>
    public Process Start(IEnumerable<string> arguments) => Start(new ProcessStartInfo(Path, arguments) { UseShellExecute = false });

    /// <summary>Runs the client apart from the terminal, and gives what it wrote on both streams, whatever its exit code.</summary>
    /// <exception cref="CtraceException">Unavailable: it cannot be executed, or does not end.</exception>
    public async Task<string> AskAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Patience);
        try
        {
            var (_, output, errors) = await CaptureAsync(arguments, Stream.Null, time.Token);
            return output + errors;
        }
        catch (OperationCanceledException late)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new CtraceException(FailureKind.Unavailable,
                $"'{Path} {string.Join(' ', arguments)}' did not end within {Patience.TotalSeconds} s", "try it by hand", late);
        }
    }

    /// <summary>Runs the client apart from the terminal, with something on its standard input.</summary>
    /// <returns>What it wrote on standard output.</returns>
    /// <exception cref="CtraceException">Unavailable: it cannot be executed, or fails; the message says what it wrote last.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, Stream? input, CancellationToken cancellation)
    {
        var (code, output, errors) = await CaptureAsync(arguments, input ?? Stream.Null, cancellation);
        return code == 0
            ? output
            : throw new CtraceException(FailureKind.Unavailable, $"'docker {arguments[0]}' failed: {Reason(errors)}", "try it by hand");
    }

    /// <summary>The last line that the client wrote, but for its advice to read its help.</summary>
    internal static string Reason(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => !line.StartsWith("See 'docker ", StringComparison.Ordinal) && !line.StartsWith("Run 'docker ", StringComparison.Ordinal))
            ?? lines.LastOrDefault() ?? "it does not say why";
    }

    /// <summary>Starts the client apart from the terminal, for what it writes on standard output to be read.</summary>
    public Process StartReading(IReadOnlyList<string> arguments)
    {
        var process = Start(new ProcessStartInfo(Path, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        process.StandardInput.Close();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine(); // it does not wait for anybody to read
        return process;
    }

    private static bool IsExecutable(string program)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return (File.GetUnixFileMode(program) & execute) != 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Runs the client apart from the terminal, to its end; kills it when that is cancelled.</summary>
    /// <param name="arguments">What it is given.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="limit">How many characters are kept of each stream.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<(int Code, string Output, string Errors)> CaptureAsync(IReadOnlyList<string> arguments, Stream input, int limit, CancellationToken cancellation)
    {
        using var process = Start(new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        try
        {
            var written = Task.WhenAll(ReadAsync(process.StandardOutput, limit, cancellation), ReadAsync(process.StandardError, limit, cancellation));
            try
            {
                await input.CopyToAsync(process.StandardInput.BaseStream, cancellation);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before it had read all: its exit code tells.
            }

            var texts = await written;
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, texts[0], texts[1]);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>The same, with all that it writes.</summary>
    public Task<(int Code, string Output, string Errors)> CaptureAsync(IReadOnlyList<string> arguments, Stream input, CancellationToken cancellation) =>
        CaptureAsync(arguments, input, int.MaxValue, cancellation);

    private static async Task<string> ReadAsync(StreamReader from, int limit, CancellationToken cancellation)
    {
        var (text, buffer) = (new StringBuilder(), new char[4096]);
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            text.Append(buffer, 0, Math.Min(count, limit - text.Length)); // the rest is read, so that the client does not wait
        }

        return text.ToString();
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new CtraceException(FailureKind.Unavailable,
                $"cannot execute {Path}: {failure.Message}", "put a working docker client first on PATH", failure);
        }
    }
}
