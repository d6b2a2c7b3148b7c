using System.Globalization;
using Ctrace.Core;
using Ctrace.Engines.Docker;

namespace Ctrace.Rehearsals;

/// <summary>
/// All that the engine holds for one rehearsal: containers, volumes and a network, with names of their own and one label, by which they are found
/// and removed at the end, whatever was under way.
/// </summary>
/// <param name="client">The client that makes them.</param>
internal sealed class RehearsalRoom(DockerClient client)
{
    /// <summary>The label's name; its value is the rehearsal's own.</summary>
    public const string Label = "ctrace.rehearsal";

    private const int MaxRounds = 50;

    // What a client that was killed had asked for can still come.
    private const int QuietRounds = 2;

    // The bridge has no address either: it would be the machine's, with all that listens there (libnetwork, drivers/bridge: inhibit_ipv4).
    private static readonly string[] Closed = ["--internal", "--opt", "com.docker.network.bridge.inhibit_ipv4=true"];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly string _id = Guid.NewGuid().ToString("N")[..12];
    private int _count;

    /// <summary>The name of its network.</summary>
    public string Network => $"ctrace-rehearsal-{_id}";

    /// <summary>What its label looks like on a command line.</summary>
    public string LabelWord => $"{Label}={_id}";

    /// <summary>A name that nothing has yet.</summary>
    public string NewName(string role) => string.Create(CultureInfo.InvariantCulture, $"{Network}-{role}-{Interlocked.Increment(ref _count)}");

    /// <summary>Makes the network.</summary>
    /// <param name="outside">Whether it leads out.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task MakeNetworkAsync(bool outside, CancellationToken cancellation) =>
        client.RunAsync(["network", "create", "--label", LabelWord, .. outside ? [] : Closed, Network], null, cancellation);

    /// <summary>Makes a container, which is not started.</summary>
    /// <param name="role">What it is for, in its name.</param>
    /// <param name="words">Options, image and command.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="CtraceException">Unavailable: the engine refuses; the message says why.</exception>
    public async Task<string> MakeContainerAsync(string role, IEnumerable<string> words, CancellationToken cancellation)
    {
        var made = await client.RunAsync(["create", "--name", NewName(role), "--label", LabelWord, .. words], null, cancellation);
        return ContainerId.TryParse(made.Trim().Split('\n')[^1], out var id) ? id.Value
            : throw new CtraceException(FailureKind.Unavailable, "'docker create' gave no id", "try it by hand");
    }

    /// <summary>Makes a volume.</summary>
    /// <param name="role">What it is for, in its name.</param>
    /// <param name="options">Options of <c>docker volume create</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its name.</returns>
    public async Task<string> MakeVolumeAsync(string role, IReadOnlyList<string> options, CancellationToken cancellation)
    {
        var name = NewName(role);
        await client.RunAsync(["volume", "create", "--label", LabelWord, .. options, name], null, cancellation);
        return name;
    }

    /// <summary>Removes a container, running or not, and the volumes that are its alone. What cannot be removed now is tried again at the end.</summary>
    public Task RemoveContainerAsync(string id, CancellationToken cancellation) => client.CaptureAsync(["rm", "--force", "--volumes", id], Stream.Null, cancellation);

    /// <summary>Removes volumes, as containers.</summary>
    public async Task RemoveVolumesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (names.Count > 0)
        {
            await client.CaptureAsync(["volume", "rm", "--force", .. names], Stream.Null, cancellation);
        }
    }

    /// <summary>
    /// Removes all that has the label. A ^C at the terminal ends a client in the middle of it, hence several rounds.
    /// </summary>
    /// <returns>What could not be removed; empty when nothing is left.</returns>
    public async Task<IReadOnlyList<string>> ClearAsync()
    {
        IReadOnlyList<string> left = [];
        for (var (round, quiet) = (0, 0); round < MaxRounds && quiet < QuietRounds; round++)
        {
            try
            {
                left = await ClearOnceAsync();
                quiet = left.Count == 0 ? quiet + 1 : 0;
            }
            catch (CtraceException failure)
            {
                (left, quiet) = ([failure.Message], 0);
            }

            await Task.Delay(Pause);
        }

        return left;
    }

    /// <summary>The containers of other rehearsals: those that run now, and what is left of one that was killed.</summary>
    public async Task<IReadOnlyList<string>> OthersAsync(CancellationToken cancellation)
    {
        var names = await client.RunAsync(["ps", "--all", "--filter", $"label={Label}", "--format", "{{.Names}}"], null, cancellation);
        return [.. names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => !name.StartsWith(Network, StringComparison.Ordinal))];
    }

    private async Task<IReadOnlyList<string>> ClearOnceAsync()
    {
        var found = new List<string>();
        foreach (var (list, remove) in new (string[], string[])[]
        {
            (["ps", "--all", "--no-trunc"], ["rm", "--force", "--volumes"]), (["volume", "ls"], ["volume", "rm", "--force"]), (["network", "ls", "--no-trunc"], ["network", "rm"]),
        })
        {
            var (code, names, errors) = await client.CaptureAsync([.. list, "--quiet", "--filter", $"label={LabelWord}"], Stream.Null, CancellationToken.None);
            if (code != 0)
            {
                throw new CtraceException(FailureKind.Unavailable, errors.Trim());
            }

            var all = names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (all.Length > 0)
            {
                found.AddRange(all);
                await client.CaptureAsync([.. remove, .. all], Stream.Null, CancellationToken.None);
            }
        }

        return found;
    }
}
