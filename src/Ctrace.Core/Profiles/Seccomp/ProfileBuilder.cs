using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>Makes the profile that allows what a trace has and nothing else, and under which its container starts.</summary>
public static class ProfileBuilder
{
    // include/uapi/asm-generic/errno-base.h, errno.h
    /// <summary>Makes the profile.</summary>
    /// <remarks>
    /// <c>syscall_N</c>, a number without a name, cannot be in it: <see cref="TraceDoubts"/> says so.
    /// A call that was seen only as refused is not in it either.
    /// </remarks>
    /// <param name="trace">What was recorded.</param>
    /// <exception cref="CtraceException">Data: the trace has no syscall, so that the profile would stop any container.</exception>
    public static SeccompProfile Build(Trace trace) => Build(trace, ArgumentRules.None);

    /// <summary>Makes the profile, with conditions on arguments: <see cref="ArgumentRules.WhereContainersStart"/>.</summary>
    /// <inheritdoc cref="Build(Trace)" path="/exception" />
    public static SeccompProfile Build(Trace trace, ArgumentRules arguments)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(arguments);
        if (trace.Syscalls.Count == 0)
        {
            throw new CtraceException(FailureKind.Data, "the trace has no syscall: a profile of it would stop any container", "record the container again");
        }

        var architectures = Architectures(trace);
        var allowed = Allowed(trace);
        var missing = Missing(trace, architectures).Where(name => !allowed.Contains(name));
        var profile = arguments.AddTo(ProfileChange.Allow(DenyAll(architectures), allowed.Where(name => !arguments.Names.Contains(name))));
        return ProfileChange.Deny(profile, missing, new FilterReturn(SeccompAction.Errno, Errno.ENOSYS));
    }

    /// <summary>Adds to a profile what a trace has and it refuses, and what the trace's container needs to start.</summary>
    /// <remarks>
    /// A call that the profile allows for some arguments stays so: the trace does not have them. One that it denies to exist
    /// stays so too: who calls clone3 goes on with clone, whose arguments a filter can look at.
    /// </remarks>
    /// <param name="profile">The profile.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="kernel">The kernel's version that conditions of the profile are decided for.</param>
    /// <param name="arguments">Conditions for what is added: <see cref="ArgumentRules.WhereContainersStart"/>.</param>
    public static SeccompProfile Extend(SeccompProfile profile, Trace trace, Version kernel, ArgumentRules arguments)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(arguments);
        var architectures = Architectures(trace).Select(architecture => architecture.Seccomp);
        var extended = ProfileChange.WithArchitectures(profile, trace.Architecture.Seccomp, architectures);
        var capabilities = trace.NeededCapabilities.ToHashSet(StringComparer.Ordinal);
        var resolved = ResolvedProfile.Of(extended, new Circumstances(trace.Architecture, kernel, capabilities));
        var added = Allowed(trace).Where(name => resolved.Judge(name).Verdict == CallVerdict.Forbidden).ToHashSet(StringComparer.Ordinal);
        return arguments.Only(added).AddTo(ProfileChange.Allow(extended, added.Where(name => !arguments.Names.Contains(name))));
    }

    /// <summary>A profile that allows what a trace has and refuses all else, even what a container needs to start.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="arguments">Conditions: <see cref="ArgumentRules.Exactly"/>.</param>
    public static SeccompProfile Exactly(Trace trace, ArgumentRules arguments)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(arguments);
        var names = trace.Syscalls.Keys.Where(syscall => syscall.IsKnown).Select(syscall => syscall.Name);
        return arguments.AddTo(ProfileChange.Allow(DenyAll(Architectures(trace)), names.Where(name => !arguments.Names.Contains(name))));
    }

    /// <summary>A profile that allows nothing.</summary>
    /// <param name="architectures">The interfaces that it filters, native first.</param>
    public static SeccompProfile DenyAll(IEnumerable<Architecture> architectures) => new(SeccompAction.Errno, new SeccompErrno(Errno.EPERM), [])
    {
        Architectures = [.. architectures.Select(architecture => architecture.Seccomp)],
    };

    private static ImmutableArray<Architecture> Architectures(Trace trace) =>
        [.. trace.Architecture.Family.Where(architecture => architecture == trace.Architecture || trace.Syscalls.Keys.Any(syscall => syscall.Architecture == architecture))];

    private static HashSet<string> Allowed(Trace trace) => trace.Syscalls.Keys.Where(syscall => syscall.IsKnown).Select(syscall => syscall.Name)
        .Union(RuntimeBaseline.Of(trace))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What shall look as if the kernel did not have it: calls with a fallback, and those for which the filter that the
    /// container was recorded under answered so, since the container worked with that.
    /// </summary>
    private static IEnumerable<string> Missing(Trace trace, ImmutableArray<Architecture> architectures) =>
        Fallbacks.Names.Where(name => architectures.Any(architecture => Syscalls.Number(architecture, name) is not null))
            .Union(trace.Denied.Keys.Where(outcome => outcome.Errno == Errno.ENOSYS && outcome.Syscall.IsKnown).Select(outcome => outcome.Syscall.Name));
}
