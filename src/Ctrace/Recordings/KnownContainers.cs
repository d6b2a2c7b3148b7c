using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

/// <summary>What the engine has said of its containers, and what it is being asked. All text in it is untrusted.</summary>
internal sealed class KnownContainers(DockerEngine engine)
{
    private readonly Dictionary<string, KnownContainer> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<Container?>> _questions = new(StringComparer.Ordinal);

    /// <summary>How many the engine has told of that exist.</summary>
    public int Count => _known.Count;

    /// <summary>What is known of one, or null.</summary>
    public KnownContainer? this[string id] => _known.GetValueOrDefault(id);

    /// <summary>Keeps what was said first: a container's labels never change.</summary>
    public void Learn(string id, string name, string? label, string image)
    {
        if (!_known.ContainsKey(id))
        {
            _known[id] = new KnownContainer(name, label,
                label is null ? Task.FromResult<IReadOnlyList<Fact>>([]) : ContainerFacts.OfContainerAsync(engine, id, image, CancellationToken.None));
        }
    }

    /// <summary>From now on it is known as one that is not to be traced.</summary>
    public void Refuse(string id) => _known[id] = (_known.GetValueOrDefault(id) ?? KnownContainer.Foreign(id)) with { Label = null };

    /// <summary>It exists no more.</summary>
    public void Forget(string id) => _known.Remove(id);

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
        async Task<Container?> InspectAsync()
        {
            try
            {
                return await engine.InspectAsync(id, CancellationToken.None);
            }
            catch (CtraceException)
            {
                return null;
            }
        }

        if (!_questions.ContainsKey(id))
        {
            _questions.Add(id, InspectAsync());
        }
    }

    /// <summary>The containers that the engine has answered about. One that it does not know is refused.</summary>
    public async Task<IReadOnlyList<Container>> TakeAnswersAsync()
    {
        var answers = new List<Container>();
        foreach (var (id, question) in _questions.Where(entry => entry.Value.IsCompleted).ToArray())
        {
            _questions.Remove(id);
            if (await question is { } container)
            {
                Learn(id, container.Name, KnownContainer.LabelOf(container.Labels), container.Image);
                answers.Add(container);
            }
            else
            {
                Refuse(id);
            }
        }

        return answers;
    }
}
