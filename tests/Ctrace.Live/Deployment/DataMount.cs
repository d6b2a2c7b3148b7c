using System.Diagnostics;
using Ctrace.Core.Tracefiles;
using Xunit;
using Trace = Ctrace.Core.Traces.Trace;

namespace Ctrace.Live.Deployment;

/// <summary>A data directory on the machine that a daemon in a container writes to.</summary>
internal sealed class DataMount : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ctrace-data-").FullName;

    /// <summary>What a tracefile holds; null when there is none.</summary>
    public Trace? Read(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        return File.Exists(path) ? TracefileReader.Read(File.ReadAllBytes(path), path) : null;
    }

    /// <summary>Waits until a tracefile holds what is wanted.</summary>
    public async Task<Trace> UntilAsync(string name, Func<Trace, bool> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Read(name) is { } trace && holds(trace))
            {
                return trace;
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15), $"{name} is not written, or lacks what is expected");
            await Task.Delay(50);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
