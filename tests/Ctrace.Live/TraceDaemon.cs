using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Ctrace.Core.Tests;
using Ctrace.Core.Tracefiles;
using Xunit;
using Trace = Ctrace.Core.Traces.Trace;

namespace Ctrace.Live;

/// <summary>A running <c>ctrace trace</c>, with a data directory of its own.</summary>
internal sealed class TraceDaemon : IAsyncDisposable
{
    private const string Ready = "Waiting for Docker events";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TraceDaemon(string data, string? host, string[] options)
    {
        Data = data;
        var start = new ProcessStartInfo(Repository.Ctrace, ["trace", "--data", data, .. options.Contains("--socket") ? Array.Empty<string>() : ["--no-socket"], .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (host is not null)
        {
            start.Environment["DOCKER_HOST"] = host;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains(Ready, StringComparison.Ordinal) == true)
            {
                _ready.TrySetResult();
            }
        };
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"ctrace trace ended: {Errors}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where its tracefiles are.</summary>
    public string Data { get; }

    /// <summary>What it has said on standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts one, and waits until it says that it is ready.</summary>
    public static Task<TraceDaemon> StartAsync(params string[] options) => StartAsync(host: null, options);

    /// <summary>Starts one that listens to another engine than the tests' own.</summary>
    public static async Task<TraceDaemon> StartAsync(string? host, string[] options)
    {
        var daemon = new TraceDaemon(Directory.CreateTempSubdirectory("ctrace-data-").FullName, host, options);
        await daemon._ready.Task.WaitAsync(Waiting.Patience);
        return daemon;
    }

    /// <summary>Ends it with a signal, SIGTERM unless told otherwise; it has to write everything and to end well.</summary>
    public async Task StopAsync(string signal = "TERM")
    {
        await Command.RunAsync("kill", $"-{signal}", Id.ToString(CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync().WaitAsync(Waiting.Patience);
        Assert.True(_process.ExitCode == 0, $"ctrace trace ended with {_process.ExitCode}: {Errors}");
    }

    /// <summary>What a tracefile holds now.</summary>
    public Trace Read(string name)
    {
        var path = Path.Combine(Data, name);
        return TracefileReader.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Waits until a tracefile is there and holds what is wanted; gives its content.</summary>
    public async Task<Trace> UntilAsync(string name, Func<Trace, bool> holds)
    {
        Trace? trace = null;
        await Waiting.UntilAsync(
            () => File.Exists(Path.Combine(Data, name)) && holds(trace = Read(name)),
            () => $"{name} {(trace is null ? "is not written" : "does not come to hold what is expected")}; ctrace says: {Errors}");
        return trace!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
