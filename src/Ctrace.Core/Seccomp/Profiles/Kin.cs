using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// The calls that a recording's programs make sooner or later and that reach nothing new (tables/kin.csv): another name of what they did, the
/// next step with descriptors, children, timers or memory of their own. Each program's follow from its own calls, never from the runtime's.
/// </summary>
internal sealed class Kin
{
    private const string Clone = "clone", Clone3 = "clone3", Socket = "socket", SocketPair = "socketpair";

    // include/uapi/linux/sched.h; include/linux/socket.h
    private const ulong CloneThread = 0x10000;
    private const uint UnixFamily = 1;

    private Kin(ImmutableArray<KinCall> calls) => Calls = calls;

    /// <summary>No kin: only what was recorded.</summary>
    public static Kin None { get; } = new([]);

    /// <summary>By name; of one name several with conditions are alternatives.</summary>
    public ImmutableArray<KinCall> Calls { get; }

    /// <summary>Their names, sorted.</summary>
    public IEnumerable<string> Names => Calls.Select(call => call.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Those that may be made with some arguments only, by name.</summary>
    public IEnumerable<string> ConditionalNames => Calls.Where(call => !call.Row.Condition.IsEmpty).Select(call => call.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Those of a trace that its profile does not allow by itself: what was recorded, what the runtime needs and what always is allowed are no kin.</summary>
    public static Kin Of(Trace trace) => All(trace).Except(ProfileBuilder.AllowedWithoutKin(trace));

    /// <summary>Those that follow from a trace, whether or not they are allowed by themselves.</summary>
    public static Kin All(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var found = new SortedDictionary<int, KinCall>();
        foreach (var (architecture, caller, done) in Programs(trace))
        {
            foreach (var (row, at) in KinTable.Rows.Select((row, at) => (row, at)).Where(each => Syscalls.Number(architecture, each.row.Name) is not null))
            {
                if (row.FollowsFrom(done) is { } from)
                {
                    var known = found.GetValueOrDefault(at) ?? new KinCall(row, [], []);
                    found[at] = known with { From = known.From.Union(from), Callers = known.Callers.Add(caller) };
                }
            }
        }

        // What may be made with any arguments needs no condition.
        var free = found.Values.Where(call => call.Row.Condition.IsEmpty).Select(call => call.Name).ToHashSet(StringComparer.Ordinal);
        return new([.. found.Values.Where(call => call.Row.Condition.IsEmpty || !free.Contains(call.Name))]);
    }

    /// <summary>The same without some calls.</summary>
    internal Kin Except(IReadOnlySet<string> names) => new(Calls.RemoveAll(call => names.Contains(call.Name)));

    /// <summary>What they add to a profile that allows calls already, some of them under conditions of what was recorded.</summary>
    internal Kin Beside(IReadOnlySet<string> allowed, IReadOnlySet<string> conditional) =>
        new(Calls.RemoveAll(call => allowed.Contains(call.Name) && (call.Row.Condition.IsEmpty || !conditional.Contains(call.Name))));

    /// <summary>Those that a format without conditions on arguments can say.</summary>
    public Kin WithoutConditions() => new(Calls.RemoveAll(call => !call.Row.Condition.IsEmpty));

    /// <summary>Those whose call passes a test.</summary>
    public Kin Only(Predicate<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new(Calls.RemoveAll(call => !names(call.Name)));
    }

    /// <summary>Adds the rules to a profile.</summary>
    internal SeccompProfile AddTo(SeccompProfile profile)
    {
        ImmutableArray<string> free = [.. Calls.Where(call => call.Row.Condition.IsEmpty).Select(call => call.Name).Distinct(StringComparer.Ordinal)];
        var conditional = Calls.Where(call => !call.Row.Condition.IsEmpty).Select(call => call.Rule with { Comment = Comment });
        return profile with
        {
            Rules = [.. profile.Rules, .. free.IsEmpty ? (SeccompRule[])[] : [new SeccompRule(free, SeccompAction.Allow) { Comment = Comment }], .. conditional],
        };
    }

    private static string Comment => $"not recorded, but reaches nothing new (ctrace, kin {KinTable.Version})";

    /// <summary>
    /// What each program did, in each interface. What nobody is known to have done is a program of its own, without the calls that the
    /// runtime may have made.
    /// </summary>
    private static IEnumerable<(Architecture Architecture, Caller Caller, HashSet<string> Done)> Programs(Trace trace)
    {
        var own = trace.SyscallCallers.Select(entry => entry.Key).Where(use => use.Caller.Kind != CallerKind.Runtime && use.Name.IsKnown).ToList();
        var known = trace.SyscallCallers.Select(entry => entry.Key.Name).ToHashSet();
        var orphans = trace.Syscalls.Keys.Where(call => call.IsKnown && !known.Contains(call) && !RuntimeBaseline.Privileges.Contains(call.Name));
        var forks = Given(trace, Clone).Concat(Given(trace, Clone3)).Any(values => values is [var flags, ..] && (flags & CloneThread) == 0);
        // The kernel reads 32 bits of a family (net/socket.c).
        var families = Given(trace, Socket).Select(values => values is [var family, ..] ? (uint)family : UnixFamily).ToList();
        var inet = families.Count > 0 && !families.Contains(UnixFamily) && !trace.Syscalls.Keys.Any(call => call.Name == SocketPair)
            && trace.Syscalls.Keys.Where(call => call.Name == Socket).All(call => trace.Arguments.Knows(call) && !trace.Arguments.Any.Contains(call));
        return own.Select(use => (use.Name, use.Caller)).Concat(orphans.Select(call => (Name: call, Caller: Caller.Unknown)))
            .GroupBy(use => (use.Name.Architecture, use.Caller))
            .Select(program => (program.Key.Architecture, program.Key.Caller, Done(program.Select(use => use.Name.Name), forks, inet)));
    }

    private static HashSet<string> Done(IEnumerable<string> calls, bool forks, bool inet)
    {
        var done = calls.Append(KinRow.AnyCall).ToHashSet(StringComparer.Ordinal);
        if (done.Contains("fork") || done.Contains("vfork") || (forks && (done.Contains(Clone) || done.Contains(Clone3))))
        {
            done.Add(KinRow.Forks);
        }

        if (inet)
        {
            done.Add(KinRow.InetSockets);
        }

        return done;
    }

    private static IEnumerable<ImmutableArray<ulong>> Given(Trace trace, string name) =>
        trace.Arguments.Seen.Keys.Where(given => given.Syscall.Name == name && trace.Syscalls.Contains(given.Syscall)).Select(given => given.Values);
}

/// <summary>A call that follows from what was recorded.</summary>
/// <param name="Row">By which row.</param>
/// <param name="From">From which calls, sorted; <see cref="KinRow.AnyCall"/> and <see cref="KinRow.Forks"/> among them.</param>
/// <param name="Callers">Of which programs, sorted.</param>
internal sealed record KinCall(KinRow Row, ImmutableSortedSet<string> From, ImmutableSortedSet<Caller> Callers)
{
    /// <summary>The call.</summary>
    public string Name => Row.Name;

    /// <summary>As the rule of a profile.</summary>
    public SeccompRule Rule => new([Name], SeccompAction.Allow) { Arguments = Row.Condition };
}
