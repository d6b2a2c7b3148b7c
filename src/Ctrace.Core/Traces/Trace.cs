using Ctrace.Core.Linux;

namespace Ctrace.Core.Traces;

/// <summary>
/// What a container was seen to ask of the kernel, and how complete that is. Immutable. Merging two is associative and
/// commutative, and idempotent on the observed sets.
/// </summary>
public sealed record Trace
{
    /// <summary>An empty trace of a machine.</summary>
    /// <param name="architecture">The machine's native architecture.</param>
    public Trace(Architecture architecture) => Architecture = architecture;

    /// <summary>The machine's native architecture; calls in its other interfaces carry their own.</summary>
    public Architecture Architecture { get; }

    /// <summary>Capabilities that were used: asked for by the container and granted, by name (net_raw).</summary>
    public Counts<string> Capabilities { get; init; } = Counts<string>.Empty;

    /// <summary>Capabilities that were asked for and refused.</summary>
    public Counts<string> CapabilitiesDenied { get; init; } = Counts<string>.Empty;

    /// <summary>Syscalls that were entered.</summary>
    public Counts<SyscallName> Syscalls { get; init; } = Counts<SyscallName>.Empty;

    /// <summary>Syscalls that a seccomp filter refused before they were entered, with the errno it answered.</summary>
    public Counts<Outcome> Denied { get; init; } = Counts<Outcome>.Empty;

    /// <summary>Syscalls that were entered and failed, with their errno. Empty when failures were not recorded.</summary>
    public Counts<Outcome> Failed { get; init; } = Counts<Outcome>.Empty;

    /// <summary>What calls were given. Empty when arguments were not recorded.</summary>
    public RecordedArguments Arguments { get; init; } = RecordedArguments.Empty;

    /// <summary>Files that were executed, as the container named them. Untrusted text.</summary>
    public Counts<string> Executables { get; init; } = Counts<string>.Empty;

    /// <summary>Who made which call, and when first. Not all of it is known where <see cref="Fact.Callers"/> says so.</summary>
    public Callers<SyscallName> SyscallCallers { get; init; } = Callers<SyscallName>.Empty;

    /// <summary>Who used which capability, and when first.</summary>
    public Callers<string> CapabilityCallers { get; init; } = Callers<string>.Empty;

    /// <summary>Capabilities that had to be held though the kernel never asks for them, by whom, and when first.</summary>
    public Callers<HeldCapability> Held { get; init; } = Callers<HeldCapability>.Empty;

    /// <summary>The names of all capabilities that the container needs: those that were used, and those that had to be held. Sorted.</summary>
    public IEnumerable<string> NeededCapabilities => Capabilities.Keys.Union(Held.Select(entry => entry.Key.Name.Name)).Order(StringComparer.Ordinal);

    /// <summary>What was refused to which program, as far as <see cref="Fact.Refusals"/> says that it was recorded.</summary>
    public Refusals Refusals { get; init; } = Refusals.Empty;

    /// <summary>Calls that were refused, or would have been by a profile, with when first: noted by a daemon, for as long as it watched.</summary>
    public RefusedCalls Refused { get; init; } = RefusedCalls.Empty;

    /// <summary>When calls were made last. What is not in it was made at a time that nobody noted.</summary>
    public LastTimes<SyscallName> SyscallsLast { get; init; } = LastTimes<SyscallName>.Empty;

    /// <summary>When capabilities were used last, likewise.</summary>
    public LastTimes<string> CapabilitiesLast { get; init; } = LastTimes<string>.Empty;

    /// <summary>Files, networks, signals and mounts. Empty when they were not recorded: see <see cref="Fact.Files"/>.</summary>
    public Resources Resources { get; init; } = Resources.Empty;

    /// <summary>How much of the container's life was seen. Empty where that was not recorded: see <see cref="Fact.Life"/>.</summary>
    public Life Life { get; init; } = Life.Empty;

    /// <summary>What else is known: see <see cref="Fact"/>.</summary>
    public FactSet Facts { get; init; } = [];

    /// <summary>Events that could not be recorded (a full map), so that something may be missing. 0 in a sound trace.</summary>
    public ulong Lost { get; init; }

    /// <summary>Whether nothing at all was observed.</summary>
    public bool IsEmpty => Capabilities.Count == 0 && Held.Count == 0 && CapabilitiesDenied.Count == 0 && Syscalls.Count == 0 && Denied.Count == 0;

    /// <summary>Whether it is no recording at all, so that merging it with one changes nothing.</summary>
    internal bool IsBlank => IsEmpty && Failed.Count == 0 && Executables.Count == 0 && Resources.IsEmpty && Refusals.IsEmpty && Refused.Count == 0 && Life.IsEmpty && Facts.Count == 0 && Lost == 0;

    /// <summary>Whether the container's own program was never executed (<see cref="Fact.Program"/>), so that it is the runtime's alone.</summary>
    public bool IsRuntimeAlone => Facts.Contains(new Fact(Fact.Program, Fact.NeverExecuted));

    /// <summary>The values of one key, sorted.</summary>
    public IEnumerable<string> Values(string key) => Facts.Values(key);

    /// <summary>The same without a capability, whatever it was needed for.</summary>
    public Trace WithoutCapability(string name) => this with
    {
        Capabilities = Counts<string>.Create(Capabilities.Where(entry => entry.Key != name)),
        Held = Held.Of(held => held.Name != name),
        Life = Life.Only(_ => true, capability => capability != name),
    };

    /// <summary>The same without some calls, whatever they were given, and by whomever they were made.</summary>
    public Trace WithoutCalls(Predicate<SyscallName> left) => this with
    {
        Syscalls = Counts<SyscallName>.Create(Syscalls.Where(entry => !left(entry.Key))),
        Arguments = Arguments.Only(call => !left(call)),
        SyscallCallers = SyscallCallers.Of(call => !left(call)),
        SyscallsLast = SyscallsLast.Only(call => !left(call)),
        Life = Life.Only(call => !left(call), _ => true),
    };

    /// <summary>
    /// Unites this trace and another of the same machine architecture. One of a container whose program was never executed adds nothing to
    /// one of a container that ran: how it was to be started, and what its runtime did, is not what the other needs.
    /// </summary>
    /// <exception cref="CtraceException">Data: the two come from different architectures.</exception>
    public Trace Merge(Trace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Architecture != Architecture)
        {
            throw new CtraceException(FailureKind.Data, $"cannot merge a trace of {other.Architecture} into one of {Architecture}",
                "make one profile for each architecture");
        }

        if (other.GivesWayTo(this))
        {
            return this;
        }

        return GivesWayTo(other) ? other : new Trace(Architecture)
        {
            Capabilities = Capabilities.Merge(other.Capabilities),
            CapabilitiesDenied = CapabilitiesDenied.Merge(other.CapabilitiesDenied),
            Syscalls = Syscalls.Merge(other.Syscalls),
            Denied = Denied.Merge(other.Denied),
            Failed = Failed.Merge(other.Failed),
            Arguments = RecordedArguments.Unite(this, other),
            Executables = Executables.Merge(other.Executables),
            SyscallCallers = SyscallCallers.Merge(other.SyscallCallers),
            CapabilityCallers = CapabilityCallers.Merge(other.CapabilityCallers),
            Held = Held.Merge(other.Held),
            Refusals = Refusals.Merge(other.Refusals),
            Refused = Refused.Merge(other.Refused),
            SyscallsLast = SyscallsLast.Merge(other.SyscallsLast),
            CapabilitiesLast = CapabilitiesLast.Merge(other.CapabilitiesLast),
            Resources = Resources.Merge(other.Resources),
            Life = Life.Merge(other.Life),
            Facts = IsBlank ? other.Facts : other.IsBlank ? Facts : Facts.Unite(other.Facts),
            Lost = Lost > ulong.MaxValue - other.Lost ? ulong.MaxValue : Lost + other.Lost,
        };
    }

    /// <summary>Whether nothing of it is in the whole when it is merged with another.</summary>
    internal bool GivesWayTo(Trace other) => IsRuntimeAlone && !other.IsRuntimeAlone && !other.IsBlank;
}
