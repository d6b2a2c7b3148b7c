using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

/// <summary>What the engine has said of its containers, and what it is being asked. All text in it is untrusted.</summary>
/// <param name="engine">Which engine.</param>
/// <param name="pause">How long to wait before a question that was not answered is asked again.</param>
internal sealed class KnownContainers(DockerEngine engine, TimeSpan pause)
{
    private const int MostTries = 12;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, KnownContainer> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<ContainerAnswer?>> _questions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly RecentIds _forgotten = new();
    private int _connection;
    private volatile bool _isAway;

    public KnownContainers(DockerEngine engine)
        : this(engine, TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>Whether a label that an image brings counts like one that the container was given.</summary>
    public bool ImageLabels { get; init; }

    /// <summary>How many the engine has told of that exist, or are still being recorded.</summary>
    public int Count => _known.Count;

    /// <summary>What is known of one, or null.</summary>
    public KnownContainer? this[string id] => _known.GetValueOrDefault(id);

    /// <summary>Keeps what was said first: a container's labels never change. That the engine did not know it is no such thing.</summary>
    public void Learn(string id, string name, string? label, string image, string? profile = null)
    {
        _removed.Remove(id);
        _forgotten.Remove(id);
        if (this[id] is null or { IsForeign: true })
        {
            _known[id] = new KnownContainer(name, label,
                label is null ? Task.FromResult<IReadOnlyList<Fact>>([]) : ContainerFacts.OfContainerAsync(engine, id, image, CancellationToken.None))
            {
                Source = SourceOf(id, TracefileLabel.Key, label, image),
                Profile = label is null ? null : profile,
                ProfileSource = SourceOf(id, ProfileLabel.Key, label is null ? null : profile, image),
            };
        }
    }

    /// <summary>From now on it is known as one that is not to be traced.</summary>
    public void Refuse(string id) => _known[id] = (this[id] ?? KnownContainer.Foreign(id)) with { Label = null };

    /// <summary>
    /// The engine has removed it. It stays known as long as something of it is to be recorded. An answer about it that is still to come
    /// would make it known for ever, since nothing would say again that it is gone.
    /// </summary>
    public void Remove(string id)
    {
        _removed.Add(id);
        _questions.Remove(id);
    }

    /// <summary>The engine has removed all but these.</summary>
    public void RemoveOthers(IEnumerable<string> ids)
    {
        _isAway = false; // it can be asked
        _removed.UnionWith(_known.Keys.Except(ids, StringComparer.Ordinal));
    }

    /// <summary>Forgets what was removed, except those that have a slot.</summary>
    /// <returns>What was forgotten.</returns>
    public IReadOnlyList<string> ForgetRemoved(IEnumerable<string?> inSlots)
    {
        string[] forgotten = _removed.Count > 0 ? [.. _removed.Except(inSlots.OfType<string>())] : [];
        foreach (var id in forgotten)
        {
            _removed.Remove(id);
            _known.Remove(id);
            _forgotten.Add(id);
        }

        return forgotten;
    }

    /// <summary>It has no slot any more; the engine, which does not know it, would never say that it is gone.</summary>
    public void ForgetForeign(string? id)
    {
        if (id is not null && this[id] is { IsForeign: true })
        {
            _known.Remove(id);
        }
    }

    /// <summary>Asks the engine about one; <see cref="TakeAnswersAsync"/> has the answer when it has come.</summary>
    public void Ask(string id)
    {
        if (!_questions.ContainsKey(id) && ContainerId.TryParse(id, out var asked))
        {
            _questions.Add(id, AskAsync(asked, _connection));
        }
    }

    /// <summary>The engine is gone: what it has not answered is not known, and to be asked again when it is back.</summary>
    public void Disconnected()
    {
        _isAway = true;
        _connection++;
        _questions.Clear();
    }

    /// <summary>The containers that the engine has answered about. What it does not know, or does not tell, is refused.</summary>
    public async Task<IReadOnlyList<ContainerAnswer>> TakeAnswersAsync()
    {
        var answers = new List<ContainerAnswer>();
        foreach (var (id, question) in _questions.Where(entry => entry.Value.IsCompleted).ToArray())
        {
            _questions.Remove(id);
            if (await question is not { } answer)
            {
                continue;
            }

            answers.Add(answer);
            if (answer.Container is { } container)
            {
                Learn(id, container.Name, KnownContainer.LabelOf(container.Labels), container.Image, KnownContainer.ProfileOf(container.Labels));
            }
            else if (answer.Past is { } past && !_forgotten.Contains(id))
            {
                Learn(id, past.Name, KnownContainer.LabelOf(past.Attributes), past.Image, KnownContainer.ProfileOf(past.Attributes));
                Remove(id);
            }
            else if (this[id] is null || answer.Problem.Length > 0)
            {
                Refuse(id);
            }
        }

        return answers;
    }

    /// <summary>Waits for what the engine has yet to say of labels, but not for long.</summary>
    public async Task SettleAsync()
    {
        var decisions = Task.WhenAll(_known.Values.Where(known => !known.IsDecided).SelectMany(known => (Task[])[known.Source, known.ProfileSource]));
        await Task.WhenAny(decisions, Task.Delay(Settling));
    }

    private Task<LabelSource> SourceOf(string id, string key, string? value, string image) =>
        value is null || ImageLabels ? Task.FromResult(LabelSource.Container) : AskForSourceAsync(id, key, value, image);

    /// <summary>
    /// Compares a container's label with its image's: the image's id is the container's own, and of one that is gone already the name that
    /// it was started by leads to it. While the engine is away, the answer waits; the counters go on.
    /// </summary>
    private async Task<LabelSource> AskForSourceAsync(string id, string key, string label, string image)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var container = ContainerId.TryParse(id, out var known) ? await engine.FindAsync(known, CancellationToken.None) : null;
                var labels = await engine.GetImageLabelsAsync(container is { ImageId.Length: > 0 } ? container.ImageId : image, CancellationToken.None);
                return labels is null ? LabelSource.Unknown : labels.GetValueOrDefault(key) == label ? LabelSource.Image : LabelSource.Container;
            }
            catch (CtraceException) when (tries >= MostTries && !_isAway)
            {
                return LabelSource.Unknown;
            }
            catch (CtraceException)
            {
                await Task.Delay(pause);
            }
        }
    }

    /// <summary>An engine that is slow or stumbles is asked again. One that does not know a container may have forgotten it.</summary>
    /// <returns>Null when the engine went away meanwhile.</returns>
    private async Task<ContainerAnswer?> AskAsync(ContainerId id, int connection)
    {
        for (var tries = 1; connection == _connection; tries++)
        {
            try
            {
                var container = await engine.FindAsync(id, CancellationToken.None);
                return new ContainerAnswer(id.Value, container, container is null ? await engine.FindPastEventAsync(id, CancellationToken.None) : null);
            }
            catch (CtraceException failure) when (tries == MostTries)
            {
                return new ContainerAnswer(id.Value, null, Problem: failure.Line);
            }
            catch (CtraceException)
            {
                await Task.Delay(pause);
            }
        }

        return null;
    }
}
