using System.Collections.Frozen;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Names that no kernel has, or that this one does not have yet.</summary>
internal static class NameLint
{
    // Of architectures without a table, and of C libraries' older lists: scripts/syscall.tbl and arch/*/*.tbl of Linux 6.18,
    // libseccomp, syscalls.csv. Engines' own profiles have them.
    private static readonly FrozenSet<string> Foreign = FrozenSet.ToFrozenSet(
    [
        "epoll_ctl_old", "epoll_wait_old", "fstatat64", "getsid", "multiplexer", "riscv_flush_icache", "riscv_hwprobe", "rtas", "s390_guarded_storage",
        "s390_pci_mmio_read", "s390_pci_mmio_write", "s390_runtime_instr", "s390_sthyi", "spu_create", "spu_run", "subpage_prot", "swapcontext",
        "switch_endian", "sync_file_range2", "sysmips",
    ], StringComparer.Ordinal);

    public static IEnumerable<LintFinding> Examine(LintSubject subject)
    {
        foreach (var (rule, line) in subject.Rules)
        {
            if (rule.Names.IsEmpty)
            {
                yield return new LintFinding(LintSeverity.Warning, line, "the rule names no call", "remove it");
            }

            if (rule.Names.Contains(""))
            {
                // runc, libcontainer/seccomp/seccomp_linux.go, matchCall; it asks before it looks at the action
                yield return rule.Applies(subject.Circumstances)
                    ? new LintFinding(LintSeverity.Error, line, "no container starts under it: the rule has an empty name, which runc refuses", "remove the name")
                    : new LintFinding(LintSeverity.Warning, line, "the rule has an empty name: where it holds runc refuses the profile", "remove the name");
            }

            foreach (var name in rule.Names.Where(name => name.Length > 0 && !Foreign.Contains(name) && !CallNames.Has(Architecture.All, name)))
            {
                var closest = CallNames.Closest(name, subject.Circumstances.Native);
                yield return new LintFinding(LintSeverity.Warning, line, $"there is no syscall '{name}': runtimes pass over it",
                    closest is null ? "remove it" : $"did you mean '{closest}'?");
            }

            foreach (var name in rule.Names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key))
            {
                yield return new LintFinding(LintSeverity.Note, line, $"{name} is named twice in one rule", "remove one");
            }

            // Engines' own profiles are for kernels to come; a rule for one call is not.
            foreach (var name in rule.Names.Where(_ => rule.Names.Length < 8 && rule.Applies(subject.Circumstances)))
            {
                if (CallAge.Since(name) is { } since && since > subject.Circumstances.Kernel)
                {
                    yield return new LintFinding(LintSeverity.Note, line, $"{name} came with Linux {since}, this is {subject.Circumstances.Kernel}: the rule does nothing here",
                        "keep it for newer kernels");
                }
            }
        }
    }
}
