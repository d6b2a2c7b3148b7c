using Ctrace.Core;
using Ctrace.Engines.Docker;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>The containers that an engine starts for a command, with their names: looked at again and again while the command runs.</summary>
/// <param name="asked">What the kernel side has noted.</param>
/// <param name="view">The view, which shows them.</param>
internal sealed class CommandContainers(AskedContainers asked, ViewProbe view) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly DockerEngine? _engine = FindEngine();
    private readonly Dictionary<int, (string Id, Task<Container?> Answer)> _started = [];
    private readonly List<(string Name, Task<Container?> Answer)> _requests = [];
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>Whether any of them is there.</summary>
    public bool AnyLives => asked.AnyLives;

    /// <summary>Those that have started, by number.</summary>
    public IEnumerable<int> Numbers => _started.Keys.Order();

    /// <summary>Looks for what has come since.</summary>
    public void Look()
    {
        foreach (var (number, id) in asked.TakeStarted())
        {
            _started[number] = (id, FindAsync(id));
        }

        foreach (var name in asked.TakeRequests())
        {
            _requests.Add((name, FindAsync(name)));
        }

        foreach (var (name, answer) in _requests.Where(request => request.Answer.IsCompleted).ToList())
        {
            _requests.Remove((name, answer));
            if (answer.Result is { } container)
            {
                view.ExpectAsked(container.Id.Value);
            }
            else
            {
                _unknown.Add(name);
            }
        }
    }

    /// <summary>The container's name, escaped; the beginning of its id where the engine does not tell.</summary>
    public string Name(int number)
    {
        if (!_started.ContainsKey(number))
        {
            Look();
        }

        if (!_started.TryGetValue(number, out var known))
        {
            return $"container {number}";
        }

        // The first line that has its name waits for it; the events wait in their ring.
        return known.Answer.Wait(Patience) && known.Answer.Result?.Name is { Length: > 0 } name ? Printable.Escape(name) : known.Id[..12];
    }

    /// <summary>What the engine says of it; null where it does not, or has not answered yet.</summary>
    public Container? Known(int number) => _started.TryGetValue(number, out var known) && known.Answer.IsCompletedSuccessfully ? known.Answer.Result : null;

    /// <summary>Waits for the last answers, and says what cannot be told of the containers that started meanwhile.</summary>
    public IReadOnlyList<string> Finish()
    {
        Look();
        Task.WaitAll([.. _started.Values.Select(started => started.Answer), .. _requests.Select(request => request.Answer)], Patience);
        Look();
        var strangers = asked.Strangers;
        var notes = new List<string>();
        if (strangers.Count > 0 && (asked.AskedUnreadably || _unknown.Count > 0))
        {
            var why = _unknown.Count > 0 ? $"the engine does not know {string.Join(", ", _unknown.Order(StringComparer.Ordinal).Take(3).Select(Printable.Escape))}"
                : "its requests were encrypted, or asked for a build";
            notes.Add($"whether the command started {Containers(strangers)} cannot be told, since {why}: not watched (ctrace check --container NAME watches one that runs)");
        }

        if (asked.Left > 0)
        {
            notes.Add($"{asked.Left} of the command's containers were not watched: up to {Contract.WATCHED_CONTAINERS} are");
        }

        return notes;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _cancellation.Cancel();
        _engine?.Dispose();
        _cancellation.Dispose();
    }

    private static string Containers(IReadOnlyList<string> ids)
    {
        var shown = string.Join(", ", ids.Order(StringComparer.Ordinal).Take(3).Select(id => id[..12]));
        return ids.Count == 1 ? $"container {shown}" : $"{ids.Count} containers ({shown}{(ids.Count > 3 ? ", ..." : "")})";
    }

    private static DockerEngine? FindEngine()
    {
        try
        {
            return new DockerEngine(DockerEndpoint.FromEnvironment());
        }
        catch (CtraceException)
        {
            return null; // a command that has nothing to do with an engine
        }
    }

    private async Task<Container?> FindAsync(string name)
    {
        try
        {
            return _engine is null || !ContainerLookup.IsName(name) ? null : await _engine.InspectAsync(name, _cancellation.Token);
        }
        catch (Exception unanswered) when (unanswered is CtraceException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }
}
