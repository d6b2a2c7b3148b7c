using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>How it was without the restrictions, as far as that is known: what a refusal is compared with.</summary>
internal sealed class Reference
{
    private readonly Trace? _recording;
    private readonly IReadOnlySet<string> _granted;
    private readonly ILookup<Outcome, Refusal> _calls;

    /// <param name="recording">What the restrictions were made of; null when that is not known.</param>
    /// <param name="granted">The capabilities that the container has without restrictions.</param>
    public Reference(Trace? recording, IReadOnlySet<string> granted)
    {
        (_recording, _granted) = (recording, granted);
        _calls = (recording?.Refusals.Calls.Keys ?? []).ToLookup(refusal => refusal.Outcome);
        KnowsRefusals = recording is not null && recording.Values(Fact.Refusals).ToList() is { Count: > 0 } values
            && values.TrueForAll(value => value is Fact.RefusalsRecorded or Fact.Any);
        ExitCodes = [.. recording?.Values(Fact.ExitCode) ?? []];
    }

    /// <summary>Whether all that was refused in the recording is known.</summary>
    public bool KnowsRefusals { get; }

    /// <summary>How the recorded containers ended; empty when that is not known.</summary>
    public IReadOnlyList<string> ExitCodes { get; }

    /// <summary>What a refused call is to be held for.</summary>
    /// <param name="denial">The call.</param>
    /// <param name="byDefault">Whether the engine's default filter answers it, with the same arguments, with the same error.</param>
    public Standing Of(Denial denial, bool byDefault)
    {
        ArgumentNullException.ThrowIfNull(denial);
        if (denial.Errno == Errno.ENOSYS && Fallbacks.Names.Contains(denial.Syscall.Name))
        {
            return Standing.Planned;
        }

        if (denial.Errno > 0 && _calls[new Outcome(denial.Syscall, denial.Errno)].Any(refusal => IsSame(refusal.Caller, denial.Program)
            && (denial.Arguments is null || refusal.Arguments is null || refusal.Arguments.Equals(denial.Arguments))))
        {
            return Standing.Recorded;
        }

        return byDefault && !KnowsRefusals ? Standing.Default : Standing.Restricted;
    }

    /// <summary>What a refused capability is to be held for.</summary>
    /// <param name="program">Who asked; empty: the runtime.</param>
    /// <param name="capability">The name.</param>
    /// <param name="isOwn">Whether the process holds less than its container allows it.</param>
    /// <param name="held">The capabilities that the container has under the restrictions.</param>
    public Standing Of(string program, string capability, bool isOwn, IReadOnlySet<string> held)
    {
        ArgumentNullException.ThrowIfNull(held);
        return !_granted.Contains(capability) ? Standing.NotGranted
            : isOwn || held.Contains(capability) ? Standing.Own
            : WasMissing(program, capability) ? Standing.Recorded : Standing.Restricted;
    }

    // Of an older recording no more is known than the name.
    private bool WasMissing(string program, string capability) => _recording is not null && (KnowsRefusals || !_recording.Refusals.IsEmpty
        ? _recording.Refusals.Capabilities.Keys.Any(refusal => refusal.Capability == capability && !refusal.IsOwn && IsSame(refusal.Caller, program))
        : _recording.CapabilitiesDenied.Contains(capability) && !_recording.Capabilities.Contains(capability));

    private static bool IsSame(Caller caller, string program) => caller.Kind switch
    {
        CallerKind.Program => caller.Path == program,
        CallerKind.Runtime => program.Length == 0,
        _ => true, // it is not known who it was
    };
}
