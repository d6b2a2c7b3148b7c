using System.Globalization;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Recordings;

namespace Ctrace.Rehearsals;

/// <summary>Records containers, each start of one as a trace of its own, and makes one trace of all.</summary>
/// <param name="probe">What counts.</param>
/// <param name="engine">Who knows the containers.</param>
/// <param name="known">What is known of all of them.</param>
internal sealed class RecordingWatch(TraceProbe probe, DockerEngine engine, IReadOnlyList<Fact> known) : IRehearsalWatch
{
    private readonly ContainerSlots _slots = new(probe);
    private IReadOnlyList<Fact> _facts = [];
    private string? _container;
    private DataState _data;

    /// <summary>All that was recorded so far; null before the first end.</summary>
    public Trace? Trace { get; private set; }

    /// <summary>Why not all could be recorded; null when it was.</summary>
    public CtraceException? Failure { get; private set; }

    /// <inheritdoc />
    public async Task MadeAsync(string container, DataState data, CancellationToken cancellation) => (_container, _data, _facts) = (container, data, await ContainerFacts.OfContainerAsync(engine, container, "", cancellation));

    /// <inheritdoc />
    public async Task EndedAsync(string container, int? exitCode, CancellationToken cancellation)
    {
        if (_slots.Find(container) is not { } slot)
        {
            if (probe.TakeUntraced().Any(name => name.Contains(container, StringComparison.Ordinal)))
            {
                Failure = _slots.NotTraced;
            }

            return; // it never got as far as a cgroup, or was told of already
        }

        await _slots.RemovalAsync(slot.Index, cancellation);
        cancellation.ThrowIfCancellationRequested();
        IEnumerable<Fact> facts = [.. _facts, .. known, new Fact(Fact.Rehearsed, "true"), .. exitCode is { } code ? [new Fact(Fact.ExitCode, code.ToString(CultureInfo.InvariantCulture))] : Array.Empty<Fact>()];
        var trace = _slots.Read(slot.Index, facts, _data);
        _data = _data == DataState.None ? _data : DataState.Used; // what it finds the next time
        probe.Release([slot.Index]);
        Trace = Trace?.Merge(trace) ?? trace;
    }

    /// <inheritdoc />
    public TrialResult? Take()
    {
        // The slots of the checks, and of whatever else runs here.
        _slots.ReleaseOthers(_container);
        return null;
    }
}
