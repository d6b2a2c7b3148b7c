using System.Collections.Concurrent;

namespace Ctrace.Live;

/// <summary>Each subject traced once, for all tests of a class.</summary>
public sealed class Profilings : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Task<Profiling>> _all = new();

    /// <summary>A subject's.</summary>
    internal Task<Profiling> OfAsync(Subject subject) => _all.GetOrAdd(subject.Name, _ => Profiling.OfAsync(subject));

    public async ValueTask DisposeAsync()
    {
        foreach (var made in _all.Values.Where(made => made.IsCompletedSuccessfully))
        {
            (await made).Dispose();
        }
    }
}
