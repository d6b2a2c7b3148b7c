using System.Diagnostics;
using Ctrace.Core.Tests;

namespace Ctrace.Live.Views;

/// <summary>A process that waits on its input until it is told what to do.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Process _process;

    public Shell(string program = "sh", params string[] arguments) =>
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;

    public int Id => _process.Id;

    /// <summary>Gives it a line.</summary>
    public void Say(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Closes its input, and waits until it has ended.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Waiting.Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
