using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Traces;

/// <summary>
/// Collects what is observed and makes a <see cref="Trace"/> of it. Not safe for use by several threads. What a
/// container can choose freely (the names of files) is bounded here, so that a trace always fits into a tracefile.
/// </summary>
internal sealed class TraceBuilder
{
    /// <summary>The longest text kept, in UTF-16 units: no path can be longer (PATH_MAX, include/uapi/linux/limits.h).</summary>
    public const int MaxText = 4096;

    /// <summary>How much text of executables is kept in all, in UTF-16 units.</summary>
    public const int MaxExecutables = 256 * 1024;

    /// <summary>How much text of callers is kept in all, in UTF-16 units, and <see cref="CallerLine"/> for each.</summary>
    public const int MaxCallers = 512 * 1024;

    private const int CallerLine = 64;

    private readonly Architecture _architecture;
    private readonly Dictionary<string, ulong> _capabilities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _capabilitiesDenied = new(StringComparer.Ordinal);
    private readonly Dictionary<SyscallName, ulong> _syscalls = [];
    private readonly Dictionary<Outcome, ulong> _denied = [];
    private readonly Dictionary<Outcome, ulong> _failed = [];
    private readonly Dictionary<CallArguments, ulong> _arguments = [];
    private readonly HashSet<SyscallName> _anyArguments = [];
    private readonly Dictionary<string, ulong> _executables = new(StringComparer.Ordinal);
    private readonly Dictionary<ByCaller<SyscallName>, ulong> _syscallCallers = [];
    private readonly Dictionary<ByCaller<string>, ulong> _capabilityCallers = [];
    private readonly Dictionary<ByCaller<HeldCapability>, ulong> _held = [];
    private readonly Dictionary<SyscallName, long> _syscallsLast = [];
    private readonly Dictionary<string, long> _capabilitiesLast = new(StringComparer.Ordinal);
    private readonly HashSet<Fact> _facts = [];
    private readonly RefusalsBuilder _refusals = new();
    private readonly Dictionary<RefusedCall, Sighting> _refused = [];
    private readonly List<RunStart> _starts = [];
    private readonly Dictionary<SyscallName, Moment> _firstCalls = [];
    private readonly Dictionary<string, Moment> _firstCapabilities = new(StringComparer.Ordinal);
    private Resources _resources = Resources.Empty;
    private int _executablesLength;
    private int _callersLength;
    private ulong _lost;

    /// <summary>Starts with nothing.</summary>
    /// <param name="architecture">The machine's native architecture.</param>
    public TraceBuilder(Architecture architecture) => _architecture = architecture;

    /// <summary>Adds entries of a syscall, by its number in an architecture; one that no table knows is <c>syscall_N</c>.</summary>
    public void AddSyscall(Architecture architecture, int number, ulong count) => AddSyscall(SyscallName.Of(architecture, number), count);

    /// <summary>Adds entries of a syscall.</summary>
    public void AddSyscall(SyscallName syscall, ulong count) => Add(_syscalls, Checked(syscall), count);

    /// <summary>Adds uses of a capability, by number, or requests for it that were refused; one that no table knows is <c>capability_N</c>.</summary>
    public void AddCapability(int number, bool granted, ulong count) =>
        AddCapability(Capability.Name(number) ?? $"capability_{(uint)number}", granted, count);

    /// <summary>Adds uses of a capability, by name without <c>cap_</c>, or requests for it that were refused.</summary>
    public void AddCapability(string name, bool granted, ulong count) => Add(granted ? _capabilities : _capabilitiesDenied, CheckedCapability(name), count);

    /// <summary>Adds calls that a filter refused, by number.</summary>
    public void AddDenied(Architecture architecture, int number, int errno, ulong count) =>
        AddDenied(SyscallName.Of(architecture, number), errno, count);

    /// <summary>Adds calls that a filter refused.</summary>
    public void AddDenied(SyscallName syscall, int errno, ulong count) => Add(_denied, Checked(syscall, errno), count);

    /// <summary>Adds calls that failed, by number.</summary>
    public void AddFailed(Architecture architecture, int number, int errno, ulong count) =>
        AddFailed(SyscallName.Of(architecture, number), errno, count);

    /// <summary>Adds calls that failed.</summary>
    public void AddFailed(SyscallName syscall, int errno, ulong count) => Add(_failed, Checked(syscall, errno), count);

    /// <summary>Adds what a call was given: 1 to 6 values. Of a call that has some, they are taken for all that it was given.</summary>
    public void AddArguments(SyscallName syscall, ImmutableArray<ulong> values, ulong count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, CallArguments.MaxValues, nameof(values));
        Add(_arguments, new CallArguments(Checked(syscall), values), count);
    }

    /// <summary>Says that a call was given more than is added, whatever is.</summary>
    public void AddAnyArguments(SyscallName syscall) => _anyArguments.Add(Checked(syscall));

    /// <summary>Adds runs of a program, by its name: see <see cref="ProgramName"/>. Past <see cref="MaxExecutables"/> new files are left out, which the facts then say.</summary>
    public void AddExecutable(string path, ulong count)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = Cut(path);
        if (!_executables.ContainsKey(path))
        {
            if (_executablesLength + path.Length + 1 > MaxExecutables)
            {
                _facts.Add(new Fact(Fact.Executables, "incomplete"));
                return;
            }

            _executablesLength += path.Length + 1;
        }

        Add(_executables, path, count);
    }

    /// <summary>Adds who made a call, and how many milliseconds after the recording began.</summary>
    public void AddCaller(SyscallName syscall, Caller caller, ulong first) => AddCaller(_syscallCallers, new(Checked(syscall), caller), first);

    /// <summary>Adds who used a capability, by name, and how many milliseconds after the recording began.</summary>
    public void AddCaller(string capability, Caller caller, ulong first) => AddCaller(_capabilityCallers, new(CheckedCapability(capability), caller), first);

    /// <summary>Adds who had to hold a capability, and how many milliseconds after the recording began. The capability is kept even where there is no room for who.</summary>
    public void AddHeld(HeldCapability held, Caller caller, ulong first)
    {
        CheckedCapability(held.Name);
        if (!AddCaller(_held, new(held, caller), first))
        {
            var use = new ByCaller<HeldCapability>(held, Caller.Others);
            _held[use] = Math.Min(first, _held.GetValueOrDefault(use, ulong.MaxValue));
        }
    }

    /// <summary>Adds calls that a filter refused to a program, with an error.</summary>
    public void AddRefusal(SyscallName syscall, int errno, Caller caller, CallArguments? arguments, ulong count) =>
        _refusals.Add(new Refusal(Checked(syscall, errno), caller with { Path = Cut(caller.Path) }, arguments), count);

    /// <summary>Adds checks in which a program did not have a capability.</summary>
    public void AddRefusal(CapabilityRefusal refusal, ulong count) =>
        _refusals.Add(refusal with { Capability = CheckedCapability(refusal.Capability), Caller = refusal.Caller with { Path = Cut(refusal.Caller.Path) } }, count);

    /// <summary>Adds a call that was refused, or would have been.</summary>
    public void AddRefused(RefusedCall call, Sighting seen)
    {
        ArgumentNullException.ThrowIfNull(call);
        _ = Checked(call.Syscall);
        var kept = call with { Profile = Cut(call.Profile), Caller = call.Caller with { Path = Cut(call.Caller.Path) } };
        _refused[kept] = _refused.TryGetValue(kept, out var before) ? before.And(seen) : seen;
    }

    /// <summary>Says when a call was made last, or later than that; in seconds since 1970.</summary>
    public void AddLast(SyscallName syscall, long last) => _syscallsLast[Checked(syscall)] = Math.Max(last, _syscallsLast.GetValueOrDefault(syscall));

    /// <summary>Says when a capability was used last, or later than that; in seconds since 1970.</summary>
    public void AddLast(string capability, long last) => _capabilitiesLast[CheckedCapability(capability)] = Math.Max(last, _capabilitiesLast.GetValueOrDefault(capability));

    /// <summary>Adds files, networks, signals and mounts.</summary>
    public void AddResources(Resources resources) => _resources = _resources.Merge(resources);

    /// <summary>Adds what is known of a start.</summary>
    public void AddStart(RunStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (start.Began is < 0 or > RunStart.MaxTime || start.End is { IsValid: false })
        {
            throw new ArgumentException($"not a start: {start}", nameof(start));
        }

        _starts.Add(start);
    }

    /// <summary>Adds when a call was first seen; what was seen earlier stays.</summary>
    public void AddFirst(SyscallName syscall, Moment first) => Earliest(_firstCalls, Checked(syscall), first);

    /// <summary>Adds when a capability was first used, or held, by name; what was seen earlier stays.</summary>
    public void AddFirst(string capability, Moment first) => Earliest(_firstCapabilities, CheckedCapability(capability), first);

    /// <summary>Adds a fact; text over <see cref="MaxText"/> is cut.</summary>
    public void AddFact(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (!Fact.IsKey(key))
        {
            throw new ArgumentException($"not a fact's key: {key}", nameof(key));
        }

        _facts.Add(new Fact(key, Cut(value)));
    }

    /// <summary>Adds events that could not be recorded.</summary>
    public void AddLost(ulong count) => _lost = Sum(_lost, count);

    /// <summary>The trace so far; more may be added afterwards.</summary>
    public Trace Build() => new(_architecture)
    {
        Capabilities = Counts<string>.Create(_capabilities),
        CapabilitiesDenied = Counts<string>.Create(_capabilitiesDenied),
        Syscalls = Counts<SyscallName>.Create(_syscalls),
        Denied = Counts<Outcome>.Create(_denied),
        Failed = Counts<Outcome>.Create(_failed),
        Arguments = RecordedArguments.Create(_arguments, _anyArguments),
        Executables = Counts<string>.Create(_executables),
        SyscallCallers = Callers<SyscallName>.Create(_syscallCallers),
        CapabilityCallers = Callers<string>.Create(_capabilityCallers),
        Held = Callers<HeldCapability>.Create(_held),
        Refusals = _refusals.Build(),
        Refused = RefusedCalls.Create(_refused),
        SyscallsLast = LastTimes<SyscallName>.Create(_syscallsLast),
        CapabilitiesLast = LastTimes<string>.Create(_capabilitiesLast),
        Resources = _resources,
        Life = _starts.Count + _firstCalls.Count + _firstCapabilities.Count == 0 ? Life.Empty : Life.Create(_starts, _firstCalls, _firstCapabilities),
        Facts = _refusals.IsFull ? [.. _facts, new Fact(Fact.Refusals, Fact.RefusalsIncomplete)] : [.. _facts],
        Lost = _lost,
    };

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];

    // Past the bound new ones are left out, which the facts then say.
    private bool AddCaller<TName>(Dictionary<ByCaller<TName>, ulong> callers, ByCaller<TName> use, ulong first)
        where TName : notnull
    {
        var key = use with { Caller = use.Caller with { Path = Cut(use.Caller.Path) } };
        if (!callers.TryGetValue(key, out var before))
        {
            before = ulong.MaxValue;
            if (_callersLength + key.Caller.Path.Length + CallerLine > MaxCallers)
            {
                _facts.Add(new Fact(Fact.Callers, "incomplete"));
                return false;
            }

            _callersLength += key.Caller.Path.Length + CallerLine;
        }

        callers[key] = Math.Min(first, before);
        return true;
    }

    private static string CheckedCapability(string name) =>
        KernelName.IsValid(name) ? name : throw new ArgumentException($"not a capability's name: {name}", nameof(name));

    private SyscallName Checked(SyscallName syscall)
    {
        if (!KernelName.IsValid(syscall.Name) || !_architecture.Family.Contains(syscall.Architecture))
        {
            throw new ArgumentException($"not a syscall of a machine of {_architecture}: {syscall}", nameof(syscall));
        }

        return syscall;
    }

    private Outcome Checked(SyscallName syscall, int errno)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(errno, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(errno, Outcome.MaxErrno);
        return new Outcome(Checked(syscall), errno);
    }

    private static void Earliest<TKey>(Dictionary<TKey, Moment> times, TKey key, Moment time)
        where TKey : notnull => times[key] = times.TryGetValue(key, out var before) ? Moment.Min(before, time) : time;

    private static void Add<TKey>(Dictionary<TKey, ulong> counts, TKey key, ulong count)
        where TKey : notnull => counts[key] = Sum(counts.GetValueOrDefault(key), count);

    private static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
}
