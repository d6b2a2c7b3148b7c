using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>Makes the profile that allows what a trace has and nothing else, and under which its container starts.</summary>
public static class ProfileBuilder
{
    // include/uapi/asm-generic/errno-base.h, errno.h
    private const int EPERM = 1;
    private const int ENOSYS = 38;

    /// <summary>Makes the profile.</summary>
    /// <remarks>
    /// <c>syscall_N</c>, a number without a name, cannot be in it: <see cref="TraceDoubts"/> says so.
    /// A call that was seen only as refused is not in it either.
    /// </remarks>
    /// <param name="trace">What was recorded.</param>
    /// <exception cref="CtraceException">Data: the trace has no syscall, so that the profile would stop any container.</exception>
    public static SeccompProfile Build(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Syscalls.Count == 0)
        {
            throw new CtraceException(FailureKind.Data, "the trace has no syscall: a profile of it would stop any container", "record the container again");
        }

        var architectures = trace.Architecture.Family
            .Where(architecture => architecture == trace.Architecture || trace.Syscalls.Keys.Any(syscall => syscall.Architecture == architecture))
            .ToImmutableArray();
        var allowed = trace.Syscalls.Keys.Where(syscall => syscall.IsKnown).Select(syscall => syscall.Name)
            .Union(ContainerOptions.Of(trace).NoNewPrivileges ? RuntimeBaseline.NoNewPrivileges : RuntimeBaseline.Privileges)
            .ToHashSet(StringComparer.Ordinal);
        var missing = Missing(trace, architectures).Where(name => !allowed.Contains(name));
        return new SeccompProfile(SeccompAction.Errno, new SeccompErrno(EPERM),
            [new SeccompRule(Sorted(allowed), SeccompAction.Allow), .. Sorted(missing) is { Length: > 0 } names ? [new SeccompRule(names, SeccompAction.Errno, new SeccompErrno(ENOSYS))] : Array.Empty<SeccompRule>()])
        {
            Architectures = [.. architectures.Select(architecture => architecture.Seccomp)],
        };
    }

    /// <summary>
    /// What shall look as if the kernel did not have it: calls with a fallback, and those for which the filter that the
    /// container was recorded under answered so, since the container worked with that.
    /// </summary>
    private static IEnumerable<string> Missing(Trace trace, ImmutableArray<Architecture> architectures) =>
        Fallbacks.Names.Where(name => architectures.Any(architecture => Syscalls.Number(architecture, name) is not null))
            .Union(trace.Denied.Keys.Where(outcome => outcome.Errno == ENOSYS && outcome.Syscall.IsKnown).Select(outcome => outcome.Syscall.Name));

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
