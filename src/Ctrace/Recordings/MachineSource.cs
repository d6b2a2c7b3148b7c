using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Status;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Processes;
using Ctrace.Status;

namespace Ctrace.Recordings;

/// <summary>What all containers of the machine do: asked of the running daemon, or counted by a probe of one's own.</summary>
internal sealed class MachineSource : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CgroupLayout _layout = CgroupLayout.Detect();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly string _socket;
    private readonly WatchedContainers? _own;

    private MachineSource(string socket, WatchedContainers? own) => (_socket, _own) = (socket, own);

    /// <summary>Whether a daemon is asked.</summary>
    public bool IsDaemon => _own is null;

    /// <summary>Asks the daemon, if there is one.</summary>
    /// <param name="socket">Where it listens.</param>
    /// <param name="mustAnswer">Whether it is an error if nobody does: the user named the place.</param>
    /// <exception cref="CtraceException">Unavailable: nobody answers who must, or the kernel does not take the probe. Permission: only root may.</exception>
    public static MachineSource Open(string socket, bool mustAnswer)
    {
        try
        {
            StatusClient.Ask(socket);
            return new MachineSource(socket, null);
        }
        catch (CtraceException absent) when (absent.Kind == FailureKind.Unavailable && !mustAnswer)
        {
            return OpenOwn(failures: false);
        }
    }

    /// <summary>Loads a probe of its own, for all containers.</summary>
    /// <param name="failures">Whether denied calls are recorded too.</param>
    public static MachineSource OpenOwn(bool failures) => new("", WatchedContainers.Attach(failures));

    /// <summary>The containers as they are now, and what is not told of them.</summary>
    /// <exception cref="CtraceException">Unavailable: the daemon has gone.</exception>
    public async Task<(IReadOnlyList<TopRow> Rows, IReadOnlyList<string> Notes)> LookAsync(CancellationToken cancellation)
    {
        var running = CgroupDirectory.OfContainers(_layout);
        var (recorded, reasons, notes) = _own is null ? Ask() : (_own.Look(), new Dictionary<string, string>(), (IReadOnlyList<string>)[]);
        var known = recorded.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var others = running.Keys.Where(id => !known.Contains(id)).Select(id => new TopRow(id[..12], id, 0, null,
            reasons.GetValueOrDefault(id) ?? (_own is null ? "no label ctrace.tracefile (--all)" : $"it just began, or all {_own.Slots} slots are in use")));
        IReadOnlyList<TopRow> rows = [.. recorded.Select(row => WithProgram(row, running.GetValueOrDefault(row.Id))), .. others];
        await NameAsync(rows, cancellation);
        return ([.. rows.Select(row => row with { Name = _names.GetValueOrDefault(row.Id, row.Name) })],
            rows.Any(row => row.Activity is { HasDeniedCalls: false })
                ? [.. notes, $"denied calls are not recorded, only capabilities: {(IsDaemon ? "'ctrace trace --failures' or " : "")}'ctrace top --failures' does"]
                : notes);
    }

    /// <inheritdoc />
    public void Dispose() => _own?.Dispose();

    private (IReadOnlyList<TopRow> Rows, Dictionary<string, string> Reasons, IReadOnlyList<string> Notes) Ask()
    {
        var status = StatusClient.Ask(_socket);
        return ([.. status.Traced.Select(one => new TopRow(one.Name, one.Id, one.Calls, one.Activity, ""))],
            status.Untraced.GroupBy(one => one.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Reason), status.Troubles);
    }

    /// <summary>A program that ran before the watch has no name to the probe. Where all processes of its container run the same file, that is it.</summary>
    private static TopRow WithProgram(TopRow row, CgroupDirectory? cgroup) =>
        cgroup is not null && row.Activity is { } activity && activity.Program == Caller.Unknown.ToString()
        && cgroup.Processes().Select(process => ProcFiles.Link($"/proc/{process}/exe")).Where(file => file is not null).Distinct().Take(2).ToList() is [{ } only]
            ? row with { Activity = activity with { Program = only } }
            : row;

    /// <summary>Asks the engine for names, when there is a container that has none yet. Without an answer ids stand for them.</summary>
    private async Task NameAsync(IReadOnlyList<TopRow> rows, CancellationToken cancellation)
    {
        if (rows.All(row => _names.ContainsKey(row.Id) || (IsDaemon && row.Reason.Length == 0)))
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
            foreach (var container in await engine.ListAsync(null, limit.Token))
            {
                _names[container.Id.Value] = container.Name;
            }
        }
        catch (Exception silent) when (silent is CtraceException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        // Those that it does not know either keep their ids: it is not asked for them again and again.
        foreach (var row in rows)
        {
            _names.TryAdd(row.Id, row.Name);
        }
    }
}
