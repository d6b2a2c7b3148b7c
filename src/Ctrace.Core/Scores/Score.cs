using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>How much a container may ask of the kernel, beside one that Docker starts without options.</summary>
internal sealed class Score
{
    private Score(ScoreSubject subject)
    {
        Subject = subject;
        var machine = subject.Circumstances;
        var own = ResolvedProfile.Of(subject.Profile, machine);
        var usual = ResolvedProfile.Of(DockerDefault.Profile, machine with { Capabilities = ContainerCapabilities.Default });
        var access = Access(subject, own);
        Calls = [.. Syscalls.All(machine.Native).Select(call => call.Name)
            .Where(name => CallAge.Since(name) is not { } since || since <= machine.Kernel)
            .Order(StringComparer.Ordinal)
            .Select(name => new CallStanding(name, access(name), usual.Access(name)))];
        var known = Calls.Select(call => call.Name).ToHashSet(StringComparer.Ordinal);
        DangerousCalls = [.. Danger.Syscalls.Where(danger => known.Contains(danger.Name)).Select(danger => new DangerStanding(danger, access(danger.Name), usual.Access(danger.Name)))];
        Kin = subject.Trace is { } trace ? Kin.Of(trace).Only(name => access(name) != CallAccess.Refused) : Kin.None;
        Points = Scores.Points.Of(machine.Native, access, machine.Capabilities);
        UsualPoints = Scores.Points.Of(machine.Native, usual.Access, ContainerCapabilities.Default);
        Capabilities = [.. machine.Capabilities.Order(StringComparer.Ordinal)];
        DangerousCapabilities = [.. Danger.Capabilities.Select(danger => new DangerStanding(danger, Has(machine.Capabilities, danger), Has(ContainerCapabilities.Default, danger)))];
    }

    /// <summary>0 to 100; what allows more never has a larger one.</summary>
    public int Points { get; }

    /// <summary>The same of a container that Docker starts without options.</summary>
    public int UsualPoints { get; }

    /// <summary>What was scored.</summary>
    public ScoreSubject Subject { get; }

    /// <summary>Every call of the machine's own interface that its kernel has, sorted.</summary>
    public ImmutableArray<CallStanding> Calls { get; }

    /// <summary>The dangerous ones among them.</summary>
    public ImmutableArray<DangerStanding> DangerousCalls { get; }

    /// <summary>Of a recording's restriction: the calls that are allowed and were not recorded, since they reach nothing new.</summary>
    public Kin Kin { get; }

    /// <summary>The capabilities that the container has, sorted.</summary>
    public ImmutableArray<string> Capabilities { get; }

    /// <summary>All dangerous capabilities, whether it has them or not.</summary>
    public ImmutableArray<DangerStanding> DangerousCapabilities { get; }

    /// <summary>Calls that Docker's default refuses.</summary>
    public IEnumerable<CallStanding> MoreCalls => Calls.Where(call => call.Own != CallAccess.Refused && call.Usual == CallAccess.Refused);

    /// <summary>
    /// Calls that are allowed whatever their arguments, and by Docker's default for some only. Where both look at the
    /// arguments they are not compared further.
    /// </summary>
    public IEnumerable<CallStanding> WiderCalls => Calls.Where(call => call.Own == CallAccess.Allowed && call.Usual == CallAccess.Conditional);

    /// <summary>Capabilities that Docker does not give.</summary>
    public IEnumerable<string> MoreCapabilities => Capabilities.Where(name => !ContainerCapabilities.Default.Contains(name));

    /// <summary>Works it out.</summary>
    public static Score Of(ScoreSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return new Score(subject);
    }

    /// <summary>Of a filter, whether the call can be made in any interface of the machine; a profile's rules hold in all alike.</summary>
    private static Func<string, CallAccess> Access(ScoreSubject subject, ResolvedProfile own)
    {
        if (subject.Filter is not { } filter)
        {
            return own.Access;
        }

        var access = new FilterAccess([filter]);
        return name => subject.Circumstances.Native.Family.Max(architecture => access.Of(architecture, name));
    }

    private static CallAccess Has(IReadOnlySet<string> capabilities, Danger danger) => capabilities.Contains(danger.Name) ? CallAccess.Allowed : CallAccess.Refused;
}

/// <summary>A call, here and under Docker's default.</summary>
/// <param name="Name">The call.</param>
/// <param name="Own">Whether the subject may make it.</param>
/// <param name="Usual">Whether a container that was started without options may.</param>
internal sealed record CallStanding(string Name, CallAccess Own, CallAccess Usual);

/// <summary>A dangerous call or capability, here and under Docker's default.</summary>
/// <param name="Danger">What it is, and why that is dangerous.</param>
/// <param name="Own">Whether the subject has it.</param>
/// <param name="Usual">Whether a container that was started without options has it.</param>
internal sealed record DangerStanding(Danger Danger, CallAccess Own, CallAccess Usual);

/// <summary>What is scored: a profile, what is made of a recording, or what a container has.</summary>
/// <param name="Name">As the user called it. Untrusted text.</param>
/// <param name="Description">What it is, in words.</param>
/// <param name="Profile">The profile that holds in it; one that allows everything where none does.</param>
/// <param name="Circumstances">The machine, and the capabilities that the container has.</param>
/// <param name="Trace">The recording, if it is one.</param>
internal sealed record ScoreSubject(string Name, string Description, SeccompProfile Profile, Circumstances Circumstances, Trace? Trace = null)
{
    /// <summary>The filter that counts instead of the profile, or null.</summary>
    public SeccompFilter? Filter { get; init; }

    /// <summary>The profile of what has none: everything is allowed.</summary>
    public static SeccompProfile Unconfined { get; } = new(SeccompAction.Allow, default, []);
}
