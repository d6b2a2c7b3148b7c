using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Processes;

namespace Ctrace.Probes;

/// <summary>Turns the kernel's refusal to load a probe into a line that says what is missing.</summary>
internal static class ProbeFailure
{
    /// <summary>What to tell the user.</summary>
    /// <param name="error">The positive errno.</param>
    /// <param name="log">What libbpf said of it; may be empty.</param>
    public static CtraceException Explain(int error, string log)
    {
        if (!File.Exists(KernelTypeFile.Path))
        {
            return new CtraceException(FailureKind.Unavailable, $"cannot load the probe: this kernel has no BTF ({KernelTypeFile.Path})",
                "it needs a kernel built with CONFIG_DEBUG_INFO_BTF=y, as Debian 12, Ubuntu 24.04 and later have");
        }

        if (error is Errno.EPERM or Errno.EACCES && !HasPrivileges())
        {
            return NoPrivileges();
        }

        return new CtraceException(FailureKind.Unavailable,
            $"cannot load the probe: {Marshal.GetPInvokeErrorMessage(error)}{(log.Length > 0 ? ": " : "")}{log}", "'ctrace doctor' tells what is missing");
    }

    /// <summary>The line for whoever is not root.</summary>
    public static CtraceException NoPrivileges() =>
        new(FailureKind.Permission, "cannot load the probe: Operation not permitted", "it needs CAP_BPF, CAP_PERFMON and CAP_SYSLOG: run as root");

    /// <summary>Whether the rights to load tracing programs are there: CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON.</summary>
    public static bool HasPrivileges()
    {
        var effective = Convert.ToUInt64(ProcFiles.Status("self")?.GetValueOrDefault("CapEff") ?? "0", 16);
        const int SysAdmin = 21, Perfmon = 38, Bpf = 39;
        return (effective >> SysAdmin & 1) == 1 || ((effective >> Perfmon & 1) == 1 && (effective >> Bpf & 1) == 1);
    }
}
