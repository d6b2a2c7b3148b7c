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
    private readonly List<(string Name, bool Runs, Task<string?> Answer)> _requests = [];
    private readonly HashSet<string> _ranBefore = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>Whether nothing more is to come: all that was asked for is known, and is gone or ran before the command did.</summary>
    public bool AreOver
    {
        get
        {
            Look();
            return _requests.Count == 0 && !AnyLives;
        }
    }

    private bool AnyLives => asked.Living.Any(number => !_started.TryGetValue(number, out var known) || !_ranBefore.Contains(known.Id));

    /// <summary>Those that have started, by number.</summary>
    public IEnumerable<int> Numbers => _started.Keys.Order();

    /// <summary>Looks for what has come since.</summary>
    public void Look()
    {
        foreach (var (number, id) in asked.TakeStarted())
        {
            _started[number] = (id, FindAsync(id));
        }

        foreach (var (name, runs) in asked.TakeRequests())
        {
            _requests.Add((name, runs, ResolveAsync(name)));
        }

        foreach (var request in _requests.Where(request => request.Answer.IsCompleted).ToList())
        {
            var (name, runs, answer) = request;
            _requests.Remove(request);
            if (answer.Result is { } id)
            {
                if (runs && !_started.Values.Any(started => started.Id == id))
                {
                    _ranBefore.Add(id);
                }

                view.ExpectAsked(id);
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
        Task.WaitAll([.. _started.Values.Select(started => (Task)started.Answer), .. _requests.Select(request => request.Answer)], Patience);
        Look();
        var strangers = asked.Strangers;
        var notes = new List<string>();
        if (strangers.Count > 0 && (asked.AskedUnreadably || asked.Connected || _unknown.Count > 0))
        {
            var why = _unknown.Count > 0 ? $"the engine does not know {string.Join(", ", _unknown.Order(StringComparer.Ordinal).Take(3).Select(Printable.Escape))}"
                : asked.AskedUnreadably ? "its requests were encrypted, or asked for a build"
                : "a program that is no engine's client was connected to a socket, and could have asked in pieces";
            notes.Add($"whether the command started {Containers(strangers)} cannot be told, since {why}: not watched (ctrace check --container NAME watches one that runs)");
        }

        notes.AddRange(asked.Late.Order(StringComparer.Ordinal).Select(id =>
            $"container {id[..12]} had started before it was known that the command asked for it: what it did first may be missing"));
        notes.AddRange(_started.Keys.Order().Where(number => _ranBefore.Contains(_started[number].Id)).Select(number =>
            $"container {Name(number)} ran before the command, which executed something in it: all that runs in it was watched meanwhile"));
        if (asked.HadClient && _started.Count == 0)
        {
            notes.Add("an engine's client ran, and no container was seen to start for it: what the client does itself is left out (--only-command shows it)");
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

    /// <summary>Whom a name means, by the engine's list: while a container starts, the engine answers nothing else of it.</summary>
    private async Task<string?> ResolveAsync(string name)
    {
        try
        {
            var known = _engine is null ? [] : await _engine.ListAsync(null, _cancellation.Token);
            var named = known.Where(container => container.Names.Contains(name.TrimStart('/')) || container.Id.Value == name).ToList();
            var meant = named.Count > 0 ? named : [.. known.Where(container => ContainerId.IsPrefix(name) && container.Id.Value.StartsWith(name, StringComparison.Ordinal))];
            return meant is [var one] ? one.Id.Value : null;
        }
        catch (Exception unanswered) when (unanswered is CtraceException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
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
