using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Interop;
using static Ctrace.Interop.Libseccomp;

namespace Ctrace.Profiles;

/// <summary>
/// Makes of a profile the filter that runc loads: by way of libseccomp, and with runc's own steps around it
/// (libcontainer/seccomp/seccomp_linux.go, InitSeccomp; patchbpf/enosys_linux.go, PatchAndLoad).
/// </summary>
internal static class FilterCompiler
{
    private const int LargestLinearProfile = 32;
    private const uint BinaryTree = 2;

    /// <summary>Compiles a profile.</summary>
    /// <exception cref="CtraceException">Unavailable: there is no libseccomp. Data: the runtime or libseccomp would refuse the profile.</exception>
    public static SeccompFilter Compile(ResolvedProfile profile)
    {
        if (RuntimeRefusals.Of(profile).FirstOrDefault() is { } refusal)
        {
            throw new CtraceException(FailureKind.Data, $"no container starts under the seccomp profile: {refusal}", "'ctrace profile lint' tells where");
        }

        return CompileTaken(profile);
    }

    private static SeccompFilter CompileTaken(ResolvedProfile profile)
    {
        using var context = FilterContext.Create(profile.Default.Value);
        foreach (var architecture in profile.Architectures)
        {
            context.AddArchitecture(Token(architecture), architecture.Seccomp);
        }

        // Those of other machines too: they are part of what the runtime hands over, and of the filter's size.
        foreach (var name in profile.HandedArchitectures)
        {
            context.AddArchitecture(ForeignToken(name), name);
        }

        // It begins with the machine's own, which need not be the profile's.
        if (!profile.Architectures.Any(architecture => Token(architecture) == seccomp_arch_native()))
        {
            context.RemoveArchitecture(seccomp_arch_native());
        }

        // More calls than this in a row can exceed a filter's size; what it says does not depend on it.
        if (profile.Rules.Length > LargestLinearProfile)
        {
            context.TrySetAttribute(SCMP_FLTATR_CTL_OPTIMIZE, BinaryTree);
        }

        foreach (var rule in profile.Rules)
        {
            // Names that libseccomp does not know are passed over; one of another architecture has a negative number.
            var number = seccomp_syscall_resolve_name(rule.Name);
            if (number != __NR_SCMP_ERROR)
            {
                context.AddRule(rule.Return.Value, number, [.. rule.Arguments.Select(Comparison)], rule.Name);
            }
        }

        var filter = SeccompFilter.Read(context.Export(), "what libseccomp made of the profile");
        return HasStub(profile) ? EnosysStub.PutInFrontOf(filter, LastNumbers(profile)) : filter;
    }

    /// <summary>generatePatch: not for a default that lets calls through, and not where it is Errno.ENOSYS itself.</summary>
    private static bool HasStub(ResolvedProfile profile) =>
        profile.Default.Action is not (SeccompAction.Allow or SeccompAction.Log or SeccompAction.Trace)
        && profile.Default is not { Action: SeccompAction.Errno, Data: Errno.ENOSYS };

    /// <summary>findLastSyscalls: the largest number of a named call, by architecture.</summary>
    private static Dictionary<Architecture, int> LastNumbers(ResolvedProfile profile) => (
        from architecture in profile.NamedArchitectures
        let last = profile.NamedCalls.Distinct().Select(name => seccomp_syscall_resolve_name_arch(Token(architecture), name)).DefaultIfEmpty(-1).Max()
        where last >= 0
        select KeyValuePair.Create(architecture, last)).ToDictionary();

    // libseccomp, src/arch.c: its names are those of profiles, in lower case.
    private static uint ForeignToken(string name) => seccomp_arch_resolve_name(name["SCMP_ARCH_".Length..].ToLowerInvariant()) is not 0 and var token
        ? token
        : throw new CtraceException(FailureKind.Data, $"no container starts under the seccomp profile: this machine's libseccomp does not know {name}", "remove it, or install a newer libseccomp");

    private static uint Token(Architecture architecture) => architecture == Architecture.X32 ? SCMP_ARCH_X32 : architecture.Audit;

    private static ArgumentComparison Comparison(SeccompArgument argument) => new((uint)argument.Index, Operator(argument.Operator), argument.Value, argument.ValueTwo);

    private static Libseccomp.Comparison Operator(SeccompOperator op) => op switch
    {
        SeccompOperator.NotEqual => Libseccomp.Comparison.SCMP_CMP_NE,
        SeccompOperator.Less => Libseccomp.Comparison.SCMP_CMP_LT,
        SeccompOperator.LessOrEqual => Libseccomp.Comparison.SCMP_CMP_LE,
        SeccompOperator.Equal => Libseccomp.Comparison.SCMP_CMP_EQ,
        SeccompOperator.GreaterOrEqual => Libseccomp.Comparison.SCMP_CMP_GE,
        SeccompOperator.Greater => Libseccomp.Comparison.SCMP_CMP_GT,
        SeccompOperator.MaskedEqual => Libseccomp.Comparison.SCMP_CMP_MASKED_EQ,
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };
}
