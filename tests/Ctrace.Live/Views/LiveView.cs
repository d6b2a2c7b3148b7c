using System.Diagnostics;
using System.Text;
using Ctrace.Core.Tests;

namespace Ctrace.Live.Views;

/// <summary>A view of ctrace that runs beside a test: started when it watches, stopped as a user would.</summary>
internal sealed class LiveView : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _watches = new();

    private LiveView(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts one, and waits until it watches.</summary>
    public static async Task<LiveView> StartAsync(params string[] arguments)
    {
        var view = new LiveView(Process.Start(new ProcessStartInfo(Repository.Ctrace, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        await view._watches.Task.WaitAsync(Waiting.Patience);
        return view;
    }

    /// <summary>Sends it a signal, by kill(1)'s name for it.</summary>
    public async Task SignalAsync(string name) => (await Command.RunAsync("kill", $"-{name}", $"{Id}")).Succeeded();

    /// <summary>Ends it by ^C.</summary>
    public async Task<Command> StopAsync()
    {
        await SignalAsync("INT");
        return await EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<Command> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Waiting.Patience);
        var output = await _output;
        lock (_errors)
        {
            return new Command(_process.ExitCode, output, _errors.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _watches.TrySetException(new InvalidOperationException($"it ended: {_errors}"));
            return;
        }

        lock (_errors)
        {
            _errors.Append(line).Append('\n');
        }

        if (line.StartsWith("ctrace: watching ", StringComparison.Ordinal))
        {
            _watches.TrySetResult();
        }
    }
}
