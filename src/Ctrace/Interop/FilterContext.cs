using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;

namespace Ctrace.Interop;

/// <summary>A filter in the making: scmp_filter_ctx.</summary>
internal sealed unsafe class FilterContext : SafeHandle
{
    /// <summary>Nothing yet: see <see cref="Create"/>.</summary>
    internal FilterContext()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>A filter that answers one value to all calls of this machine's architecture.</summary>
    /// <param name="action">As SECCOMP_RET_* and its data.</param>
    /// <exception cref="CtraceException">Unavailable: libseccomp is missing. Data: it does not know the action.</exception>
    public static FilterContext Create(uint action)
    {
        var context = new FilterContext();
        try
        {
            context.SetHandle(Libseccomp.seccomp_init(action));
        }
        catch (DllNotFoundException missing)
        {
            throw new CtraceException(FailureKind.Unavailable, "cannot compile a seccomp profile: libseccomp is not there", "install the package libseccomp2", missing);
        }

        return context.IsInvalid ? throw new CtraceException(FailureKind.Data, $"libseccomp takes no filter whose default is {new FilterReturn(action)}", "give an error of errno(3)") : context;
    }

    /// <summary>Filters one more architecture; one that is there already stays.</summary>
    public void AddArchitecture(uint token, string name) => Check(Libseccomp.seccomp_arch_add(this, token), $"add architecture {name}", allowed: Errno.EEXIST);

    /// <summary>Filters an architecture no more.</summary>
    public void RemoveArchitecture(uint token) => Check(Libseccomp.seccomp_arch_remove(this, token), $"remove architecture 0x{token:x}");

    /// <summary>Sets an attribute; those that the library does not know are of no consequence to what the filter says.</summary>
    public void TrySetAttribute(int attribute, uint value) => _ = Libseccomp.seccomp_attr_set(this, attribute, value);

    /// <summary>Adds a rule.</summary>
    /// <param name="action">As SECCOMP_RET_* and its data.</param>
    /// <param name="number">What seccomp_syscall_resolve_name says.</param>
    /// <param name="comparisons">All must hold.</param>
    /// <param name="name">The call, for a failure.</param>
    public void AddRule(uint action, int number, ReadOnlySpan<Libseccomp.ArgumentComparison> comparisons, string name)
    {
        fixed (Libseccomp.ArgumentComparison* first = comparisons)
        {
            Check(Libseccomp.seccomp_rule_add_array(this, action, number, (uint)comparisons.Length, first), $"add a rule for {name}");
        }
    }

    /// <summary>The filter: struct sock_filter by struct sock_filter.</summary>
    public byte[] Export()
    {
        using var file = Libc.memfd_create("ctrace-filter", Libc.MFD_CLOEXEC);
        if (file.IsInvalid)
        {
            throw new CtraceException(FailureKind.InputOutput, $"cannot compile a seccomp profile: memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        Check(Libseccomp.seccomp_export_bpf(this, file), "write the filter");
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (Libc.pread(file, buffer, (nuint)buffer.Length, bytes.Count) is > 0 and var count)
        {
            bytes.AddRange(buffer.AsSpan(0, (int)count));
        }

        return [.. bytes];
    }

    protected override bool ReleaseHandle()
    {
        Libseccomp.seccomp_release(handle);
        return true;
    }

    private static void Check(int result, string what, int allowed = 0)
    {
        if (result < 0 && -result != allowed)
        {
            throw new CtraceException(FailureKind.Data, $"cannot compile the seccomp profile: libseccomp cannot {what}: {Marshal.GetPInvokeErrorMessage(-result)}",
                "the container runtime would fail too");
        }
    }
}
