using System.Collections.Frozen;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Interfaces that are filtered to no use, or not at all.</summary>
internal static class ArchitectureLint
{
    // libseccomp 2.6, src/arch.c; the runtime specification lists them too.
    private static readonly FrozenSet<string> Known = new[]
    {
        "X86", "X86_64", "X32", "ARM", "AARCH64", "LOONGARCH64", "M68K", "MIPS", "MIPS64", "MIPS64N32", "MIPSEL", "MIPSEL64", "MIPSEL64N32", "PARISC",
        "PARISC64", "PPC", "PPC64", "PPC64LE", "RISCV64", "S390", "S390X", "SH", "SHEB",
    }.Select(name => $"SCMP_ARCH_{name}").ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<LintFinding> Examine(LintSubject subject)
    {
        var (profile, native, line) = (subject.Profile, subject.Circumstances.Native, subject.Document.ArchitecturesLine);
        string[] natives = [.. profile.ArchitectureMap.Select(group => group.Native), .. profile.Architectures];
        foreach (var name in natives.Concat(profile.ArchitectureMap.SelectMany(group => group.Others)).Where(name => !Known.Contains(name)).Distinct())
        {
            yield return new LintFinding(LintSeverity.Error, line, $"there is no architecture '{name}': runtimes refuse the profile",
                (Meant(name) ?? Spelling.ClosestName(name, Known)) is { } closest ? $"did you mean '{closest}'?" : "remove it");
        }

        if (natives.Length > 0 && !natives.Contains(native.Seccomp))
        {
            yield return new LintFinding(LintSeverity.Warning, line, $"it is for {string.Join(", ", natives)}, and not for this machine's {native.Seccomp}", $"examine it on such a machine, or add {native.Seccomp}");
        }

        // An interface that is filtered and of which nothing is allowed could as well not be there.
        foreach (var architecture in subject.Resolved.Architectures.Where(_ => !subject.Resolved.Default.MayRun))
        {
            if (!subject.Resolved.Rules.Any(rule => rule.Return.MayRun && Syscalls.Number(architecture, rule.Name) is not null))
            {
                yield return new LintFinding(LintSeverity.Warning, line, $"{architecture.Seccomp} is filtered, and no call of it is allowed", $"remove {architecture.Seccomp}, or allow what its programs need");
            }
        }

        foreach (var architecture in native.Family.Where(other => other.Name is "i386" or "arm" && !subject.Resolved.Architectures.Contains(other)))
        {
            yield return new LintFinding(LintSeverity.Note, line, $"32-bit programs ({architecture}) are killed at their first call", $"add {architecture.Seccomp} if there are any");
        }
    }

    // SCMP_ARCH_AMD64, amd64
    private static string? Meant(string name) => Architecture.Find(name.ToLowerInvariant().Replace("scmp_arch_", "", StringComparison.Ordinal))?.Seccomp;
}
