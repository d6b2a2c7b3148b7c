using System.Net;
using System.Text.Json;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>
/// One Docker engine, asked over its HTTP API without a version in the path: then each engine answers in its own, and members that
/// an old one lacks read as empty. All methods throw <see cref="CtraceException"/> (Unavailable,
/// Permission) or <see cref="OperationCanceledException"/>, and nothing else.
/// </summary>
internal sealed class DockerEngine : IDisposable
{
    private const int LargestAnswer = 4 << 20;
    private const int LargestContainer = 16 << 20;
    private const int LargestList = 64 << 20;

    private readonly EngineTransport _transport;

    public DockerEngine(DockerEndpoint endpoint)
        : this(endpoint, EngineTimeouts.Default)
    {
    }

    public DockerEngine(DockerEndpoint endpoint, EngineTimeouts timeouts) => _transport = new EngineTransport(endpoint, timeouts);

    /// <summary>Where it listens.</summary>
    public DockerEndpoint Endpoint => _transport.Endpoint;

    /// <summary>Makes sure that a Docker engine answers.</summary>
    /// <returns>The engine's clock, in whole seconds rounded down; this machine's when it does not say.</returns>
    public async Task<DateTimeOffset> PingAsync(CancellationToken cancellation)
    {
        var answer = await _transport.GetAsync("/_ping", LargestAnswer, cancellation);
        RequireEngine(answer);
        return answer.Status == HttpStatusCode.OK
            ? answer.Date ?? DateTimeOffset.UtcNow
            : throw EngineFailure.Refused(Endpoint, "/_ping", answer.Status, answer.Body);
    }

    /// <summary>What the engine is and how it is set up.</summary>
    public async Task<EngineVersion> GetVersionAsync(CancellationToken cancellation)
    {
        await PingAsync(cancellation);
        using var version = await GetAsync("/version", LargestAnswer, cancellation);
        using var info = await GetAsync("/info", LargestAnswer, cancellation);
        return Read("/version", () => EngineVersion.Read(version.RootElement, info.RootElement));
    }

    /// <summary>Lists containers, ended ones included, sorted by id.</summary>
    /// <param name="label">Only those with this label (NAME or NAME=VALUE), or null for all.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(string? label, CancellationToken cancellation)
    {
        const string target = "/containers/json?all=1";
        using var list = await GetAsync(label is null ? target : $"{target}&filters={Filter("label", label)}", LargestList, cancellation);
        return Read(target, () => list.RootElement.ValueKind == JsonValueKind.Array
            ? list.RootElement.EnumerateArray().Select(ContainerSummary.Read)
                .OrderBy(item => item.Id.Value, StringComparer.Ordinal).ToList()
            : throw new JsonException("not a list"));
    }

    /// <summary>Looks at one container.</summary>
    /// <param name="nameOrId">A name, an id, or the unique start of an id.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <exception cref="CtraceException">NoInput: there is none, or there are several; and as for all methods.</exception>
    public async Task<Container> InspectAsync(string nameOrId, CancellationToken cancellation)
    {
        // A name goes into the request's path, so it must be one: moby daemon/names/names.go, RestrictedNameChars.
        var name = nameOrId.StartsWith('/') ? nameOrId[1..] : nameOrId;
        if (!ContainerLookup.IsName(name))
        {
            throw ContainerLookup.Unknown(nameOrId, await ListAsync(null, cancellation));
        }

        var target = $"/containers/{name}/json";
        var answer = await _transport.GetAsync(target, LargestContainer, cancellation);
        RequireEngine(answer);
        if (answer.Status != HttpStatusCode.OK)
        {
            // Engines differ in the status by which they call a prefix ambiguous, so the list decides.
            var known = await ListAsync(null, cancellation);
            throw ContainerLookup.Ambiguous(name, known) ?? (answer.Status == HttpStatusCode.NotFound
                ? ContainerLookup.Unknown(nameOrId, known)
                : EngineFailure.Refused(Endpoint, target, answer.Status, answer.Body));
        }

        return Read(target, () => ReadContainer(answer));
    }

    /// <summary>Looks at a container by its whole id. Unlike <see cref="InspectAsync"/> it asks for nothing more when there is none.</summary>
    /// <returns>Null when the engine does not know it.</returns>
    public async Task<Container?> FindAsync(ContainerId id, CancellationToken cancellation)
    {
        var target = $"/containers/{id.Value}/json";
        var answer = await _transport.GetAsync(target, LargestContainer, cancellation);
        RequireEngine(answer);
        var container = answer.Status switch
        {
            HttpStatusCode.OK => Read(target, () => ReadContainer(answer)),
            HttpStatusCode.NotFound => null,
            _ => throw EngineFailure.Refused(Endpoint, target, answer.Status, answer.Body),
        };
        // Engines look for names, too, and another container's can be this id.
        return container?.Id == id ? container : null;
    }

    /// <summary>Looks in what the engine remembers (<see cref="OpenEventsAsync"/>) for anything that happened to a container.</summary>
    /// <returns>The first of its events that can be read, or null. One from within the current second may be missed.</returns>
    public async Task<ContainerEvent?> FindPastEventAsync(ContainerId id, CancellationToken cancellation)
    {
        // All of it, whatever the clock was then. An end that is not in the future makes the engine end its answer at once.
        var until = Math.Max((await PingAsync(cancellation)).ToUnixTimeSeconds(), 1);
        var target = $"/events?since=0&until={until}&filters={Filter("container", id.Value)}";
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(_transport.Timeouts.Request);
        try
        {
            await using var events = await EventStream.OpenAsync(await _transport.OpenAsync(target, time.Token), Endpoint, time.Token);
            await foreach (var reading in events.ReadAsync(time.Token))
            {
                // The filter takes names as well, and the starts of both.
                if (reading.Event is { } happened && happened.Id == id)
                {
                    return happened;
                }
            }

            return null;
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw EngineFailure.From(late, Endpoint, target, _transport.Timeouts.Request, cancellation);
        }
    }

    /// <summary>
    /// The registries' digests of an image: <c>NAME@sha256:...</c>, sorted. None for one that was never pulled or pushed, or is gone.
    /// </summary>
    /// <param name="imageId">As <see cref="Container.ImageId"/> gives it; anything else has none.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<IReadOnlyList<string>> GetRepoDigestsAsync(string imageId, CancellationToken cancellation)
    {
        const string algorithm = "sha256:";
        if (!imageId.StartsWith(algorithm, StringComparison.Ordinal) || !ContainerId.TryParse(imageId[algorithm.Length..], out _))
        {
            return [];
        }

        var target = $"/images/{imageId}/json";
        var answer = await _transport.GetAsync(target, LargestAnswer, cancellation);
        RequireEngine(answer);
        return answer.Status switch
        {
            HttpStatusCode.OK => Read(target, () =>
            {
                using var document = JsonDocument.Parse(answer.Body);
                return (IReadOnlyList<string>)[.. document.RootElement.Texts("RepoDigests").Order(StringComparer.Ordinal)];
            }),
            HttpStatusCode.NotFound => [],
            _ => throw EngineFailure.Refused(Endpoint, target, answer.Status, answer.Body),
        };
    }

    /// <summary>Where a volume lies on the engine's machine.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>Null when there is none; empty for one that the engine does not keep as a directory itself (another driver, or with options).</returns>
    public async Task<string?> FindVolumeAsync(string name, CancellationToken cancellation)
    {
        // A volume's name is as restricted as a container's: moby volume/local/local.go, volumeNameRegex.
        if (!ContainerLookup.IsName(name))
        {
            return null;
        }

        var target = $"/volumes/{name}";
        var answer = await _transport.GetAsync(target, LargestAnswer, cancellation);
        RequireEngine(answer);
        return answer.Status switch
        {
            HttpStatusCode.OK => Read(target, () =>
            {
                using var document = JsonDocument.Parse(answer.Body);
                return document.RootElement.Text("Driver") == "local" && document.RootElement.TextMap("Options").Count == 0 ? document.RootElement.Text("Mountpoint") : "";
            }),
            HttpStatusCode.NotFound => null,
            _ => throw EngineFailure.Refused(Endpoint, target, answer.Status, answer.Body),
        };
    }

    /// <summary>The labels that an image brings, by its id or the name that it was asked for.</summary>
    /// <returns>Null when the engine does not know it (any more), or the text is no name of an image.</returns>
    public Task<IReadOnlyDictionary<string, string>?> GetImageLabelsAsync(string image, CancellationToken cancellation) =>
        AskImageAsync(image, answer => answer.Child("Config").TextMap("Labels"), cancellation);

    /// <summary>The digest of an image by its name; null where the engine has no such image.</summary>
    /// <exception cref="CtraceException">As <see cref="GetImageLabelsAsync"/>.</exception>
    public Task<string?> GetImageIdAsync(string image, CancellationToken cancellation) => AskImageAsync(image, answer => answer.Text("Id"), cancellation);

    private async Task<T?> AskImageAsync<T>(string image, Func<JsonElement, T> read, CancellationToken cancellation)
        where T : class
    {
        // It goes into the request's path: distribution/reference, reference.go has no other characters.
        if (image.Length == 0 || image.Contains("..", StringComparison.Ordinal) || image.Contains("//", StringComparison.Ordinal)
            || !image.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or ':' or '@'))
        {
            return null;
        }

        var target = $"/images/{image}/json";
        var answer = await _transport.GetAsync(target, LargestContainer, cancellation);
        RequireEngine(answer);
        return answer.Status switch
        {
            HttpStatusCode.OK => Read(target, () =>
            {
                using var document = JsonDocument.Parse(answer.Body);
                return read(document.RootElement);
            }),
            HttpStatusCode.NotFound => null,
            _ => throw EngineFailure.Refused(Endpoint, target, answer.Status, answer.Body),
        };
    }

    /// <summary>Opens the stream of container events.</summary>
    /// <param name="sinceNanoseconds">
    /// Unix time from which to repeat what the engine remembers (its last 256 events of any type, in memory:
    /// moby daemon/events/events.go), or null for new events only.
    /// </param>
    /// <param name="cancellation">Stops the request; the stream has its own.</param>
    public async Task<EventStream> OpenEventsAsync(long? sinceNanoseconds, CancellationToken cancellation)
    {
        var target = $"/events?filters={Filter("type", "container")}";
        if (sinceNanoseconds is { } since)
        {
            target += $"&since={since / 1_000_000_000}.{since % 1_000_000_000:d9}";
        }

        return await EventStream.OpenAsync(await _transport.OpenAsync(target, cancellation), Endpoint, cancellation);
    }

    public void Dispose() => _transport.Dispose();

    private static Container ReadContainer(EngineAnswer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return Container.Read(document.RootElement);
    }

    private static string Filter(string name, string value)
        => Uri.EscapeDataString($"{{\"{name}\":[\"{JsonEncodedText.Encode(value)}\"]}}");

    private async Task<JsonDocument> GetAsync(string target, int limit, CancellationToken cancellation)
    {
        var answer = await _transport.GetAsync(target, limit, cancellation);
        RequireEngine(answer);
        return answer.Status == HttpStatusCode.OK
            ? Read(target, () => JsonDocument.Parse(answer.Body))
            : throw EngineFailure.Refused(Endpoint, target, answer.Status, answer.Body);
    }

    /// <summary>Every engine names its API's version in every answer; a web server does not.</summary>
    private void RequireEngine(EngineAnswer answer)
    {
        if (answer.ApiVersion.Length == 0)
        {
            throw EngineFailure.Foreign(Endpoint, $"it answered HTTP {(int)answer.Status}: {EngineFailure.Message(answer.Body)}");
        }
    }

    private T Read<T>(string target, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException unexpected)
        {
            throw EngineFailure.From(unexpected, Endpoint, target, default, CancellationToken.None);
        }
    }
}
