using Ctrace.Core.Traces;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>
/// The part of the trace probe that sees what a container could do only since its engine opened it to all, and what it hands to
/// a supervisor of its own (bpf/lib/notes.h).
/// </summary>
internal sealed class NoteReader
{
    private static readonly (string Name, NoteKind Kind)[] Calls =
    [
        ("bind", NoteKind.Bind),
        ("socket", NoteKind.Socket),
        ("setsockopt", NoteKind.Setsockopt),
        ("socketcall", NoteKind.Socketcall),
        ("seccomp", NoteKind.Seccomp),
        ("prctl", NoteKind.Prctl),
        ("capset", NoteKind.Capset),
        ("sched_setscheduler", NoteKind.Scheduler),
        ("sched_setattr", NoteKind.Attributes),
        ("setpriority", NoteKind.Priority),
        ("mlock", NoteKind.Lock),
        ("mlock2", NoteKind.Lock),
        ("mlockall", NoteKind.Lock),
    ];

    private static readonly (NotedFlags Flag, string Key, string Value)[] Facts =
    [
        (NotedFlags.Ping, Fact.PingSocket, "inet"),
        (NotedFlags.Ping6, Fact.PingSocket, "inet6"),
        (NotedFlags.FilterNotifies, Fact.InnerFilter, Fact.FilterNotifies),
        (NotedFlags.FilterTraces, Fact.InnerFilter, Fact.FilterTraces),
        (NotedFlags.FilterUnknown, Fact.InnerFilter, Fact.FilterUnknown),
        (NotedFlags.Realtime, Fact.Limit, "rtprio"),
        (NotedFlags.Nice, Fact.Limit, "nice"),
        (NotedFlags.Locked, Fact.Limit, "memlock"),
    ];

    private static readonly Dictionary<int, string> Protocols = new()
    {
        [Contract.NOTED_TCP] = "tcp",
        [Contract.NOTED_UDP] = "udp",
        [Contract.NOTED_SCTP] = "sctp",
        [Contract.NOTED_DCCP] = "dccp",
        [Contract.NOTED_UDPLITE] = "udplite",
        [Contract.NOTED_MPTCP] = "mptcp",
        [Contract.NOTED_OTHER] = "other",
    };

    private readonly BpfMap _notes;

    private NoteReader(BpfObject loaded) => _notes = loaded.Map("notes");

    /// <summary>Tells the kernel side which calls to look at, before anything is attached; what the plans say of their arguments stays.</summary>
    public static NoteReader Open(BpfObject loaded)
    {
        var plans = loaded.Map("argument_plans");
        foreach (var architecture in CallIndex.Architectures)
        {
            foreach (var (name, kind) in Calls)
            {
                if (Core.Linux.Syscalls.Number(architecture, name) is { } number && CallIndex.Of(architecture, number) is { } index
                    && plans.TryGet((uint)index, out ArgumentPlanLayout plan))
                {
                    plan.Note = kind;
                    plans.Set((uint)index, plan);
                }
            }
        }

        return new NoteReader(loaded);
    }

    /// <summary>Adds what was seen in a slot, and that it was looked for.</summary>
    public void AddTo(int index, TraceBuilder trace)
    {
        trace.AddFact(Fact.Defaults, Fact.DefaultsRecorded);
        if (!_notes.TryGet((uint)index, out NotesLayout notes))
        {
            return;
        }

        foreach (var (flag, key, value) in Facts)
        {
            if (notes.Seen.HasFlag(flag))
            {
                trace.AddFact(key, value);
            }
        }

        ReadOnlySpan<ulong> words = notes.Ports;
        for (var bit = 0; bit < words.Length * 64; bit++)
        {
            if ((words[bit / 64] >> (bit % 64) & 1) != 0)
            {
                trace.AddFact(Fact.LowPort, $"{Protocols[bit / Contract.NOTED_PORTS]} {bit % Contract.NOTED_PORTS}");
            }
        }
    }

    /// <summary>Empties a slot that nothing is counted in any more.</summary>
    public void Release(int index) => _notes.Set((uint)index, default(NotesLayout));
}
