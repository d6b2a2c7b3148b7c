using System.Text;
using Ctrace.Cgroups;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>What the kernel side has noted of the containers that an engine starts for a command: bpf/lib/requests.h.</summary>
/// <param name="state">How the view is getting on.</param>
/// <param name="map">A map of the object, by its name.</param>
internal sealed class AskedContainers(MappedMap<ViewLayout> state, Func<string, BpfMap> map)
{
    private ulong _known;

    /// <summary>The numbers of those that are there.</summary>
    public IEnumerable<int> Living => map("target_cgroups").All<CgroupKey, uint>().Select(entry => (int)entry.Value);

    /// <summary>Whether the command was an engine's client, or started one: what that did itself is not shown.</summary>
    public bool HadClient => Volatile.Read(ref state[0].Clients) != 0;

    /// <summary>Containers that started while the command ran, and for which no request of the command was read.</summary>
    public IReadOnlyList<string> Strangers =>
        [.. map("strangers").All<ContainerKey, uint>().Select(entry => Id(entry.Key)).Except(map("target_containers").All<ContainerKey, uint>().Select(entry => Id(entry.Key)))];

    /// <summary>Those that the command asked for, but that had started before it was known which they are.</summary>
    public IReadOnlyList<string> Late =>
        [.. map("strangers").All<ContainerKey, uint>().Select(entry => Id(entry.Key)).Intersect(map("target_containers").All<ContainerKey, uint>().Select(entry => Id(entry.Key)))];

    /// <summary>Whether a program of the command that is no client connected to a socket as engines have them: what it sends can be written in any pieces.</summary>
    public bool Connected => Volatile.Read(ref state[0].Connected) != 0;

    /// <summary>Whether the command may have asked an engine in a way that could not be read: encrypted, or for a build.</summary>
    public bool AskedUnreadably => Volatile.Read(ref state[0].Unreadable) != 0;

    /// <summary>How many containers, or requests, are more than could be noted.</summary>
    public uint Left => Volatile.Read(ref state[0].Unlisted) + Math.Max(Volatile.Read(ref state[0].Containers), Contract.WATCHED_CONTAINERS) - Contract.WATCHED_CONTAINERS;

    /// <summary>Those that have started since this was last asked: each with its number, from 1 up, and its id.</summary>
    public IReadOnlyList<(int Number, string Id)> TakeStarted()
    {
        var started = Volatile.Read(ref state[0].Started) & ~_known;
        _known |= started;
        return started == 0
            ? []
            : [.. map("target_containers").All<ContainerKey, uint>().Where(entry => (started >> (int)(entry.Value - 1) & 1) != 0).Select(entry => ((int)entry.Value, Id(entry.Key)))];
    }

    /// <summary>Requests since this was last asked: to start a container that they name by something else than its whole id, or to execute something in one.</summary>
    /// <returns>What each names it by: a name, an id, or the beginning of one; and whether it runs already.</returns>
    public IReadOnlyList<(string Name, bool Runs)> TakeRequests()
    {
        var requests = map("requests");
        var names = new List<(string, bool)>();
        foreach (var key in requests.All<RequestLayout, uint>().Select(entry => entry.Key))
        {
            requests.Remove(key);
            if (Named(Encoding.ASCII.GetString(key.Text)) is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>The number of a container that the command asked for by another name; null where there are too many.</summary>
    /// <param name="id">64 hexadecimal digits.</param>
    public uint? NumberOf(string id)
    {
        var (key, containers) = (ContainerKey.Of(id), map("target_containers"));
        if (containers.TryGet(key, out uint known))
        {
            return known;
        }

        // The kernel side numbers others at the same moment.
        var number = Interlocked.Increment(ref state[0].Containers);
        return number <= Contract.WATCHED_CONTAINERS && containers.TryAdd(key, number) ? number : null;
    }

    /// <summary>What a request's first line asks to start, or to execute something in; null where it asks for something else.</summary>
    internal static (string Name, bool Runs)? Named(string line)
    {
        const string Containers = "/containers/";
        var start = line.IndexOf(Containers, StringComparison.Ordinal);
        return start >= 0 && line[(start + Containers.Length)..].Split('/', 2) is [{ Length: > 0 } name, var verb]
            && (verb.StartsWith("start", StringComparison.Ordinal) || verb.StartsWith("restart", StringComparison.Ordinal) || verb.StartsWith("exec", StringComparison.Ordinal))
            ? (Uri.UnescapeDataString(name), verb.StartsWith("exec", StringComparison.Ordinal)) : null;
    }

    private static string Id(ContainerKey key) => Encoding.ASCII.GetString(key.Id);
}
