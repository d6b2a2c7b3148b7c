using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>The kernel's own description of its types (BTF), to look names up in.</summary>
internal sealed class KernelTypes : SafeHandle
{
    private const uint FUNC = 12, TYPEDEF = 8; // BTF_KIND_*, include/uapi/linux/btf.h

    /// <summary>Nothing read yet: see <see cref="Load"/>.</summary>
    internal KernelTypes()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    /// <summary>Reads it; invalid where the kernel has none.</summary>
    public static KernelTypes Load()
    {
        LibbpfLog.Capture();
        var types = new KernelTypes();
        types.SetHandle(Libbpf.btf__load_vmlinux_btf());
        return types;
    }

    /// <summary>A function's number, or 0.</summary>
    public uint Function(string name) => Find(name, FUNC);

    /// <summary>A tracepoint's number, or 0: its arguments are those of this type (include/trace/bpf_probe.h).</summary>
    public uint Tracepoint(string name) => Find("btf_trace_" + name, TYPEDEF);

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        Libbpf.btf__free(handle);
        return true;
    }

    private uint Find(string name, uint kind) => IsInvalid ? 0 : (uint)Math.Max(0, Libbpf.btf__find_by_name_kind(this, name, kind));
}
