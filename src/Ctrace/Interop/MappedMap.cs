using System.Runtime.InteropServices;
using Ctrace.Core;

namespace Ctrace.Interop;

/// <summary>An array map's memory, shared with the kernel: reading it costs no call, and what is read is what is there now.</summary>
/// <typeparam name="T">One element's layout; its size is the map's value size.</typeparam>
internal sealed unsafe partial class MappedMap<T> : SafeHandle
    where T : unmanaged
{
    private readonly nuint _bytes;
    private readonly int _stride;
    private readonly int _count;

    private MappedMap(nint address, nuint bytes, int stride, int count)
        : base(-1, ownsHandle: true)
    {
        (_bytes, _stride, _count) = (bytes, stride, count);
        SetHandle(address);
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle is 0 or -1;

    /// <summary>How many elements.</summary>
    public int Count => _count;

    /// <summary>One element, in place.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return ref *(T*)(handle + ((nint)index * _stride));
        }
    }

    /// <summary>Maps an array map made with BPF_F_MMAPABLE.</summary>
    public static MappedMap<T> Map(BpfMap map)
    {
        // Elements are rounded up to eight bytes (kernel/bpf/arraymap.c, array_map_alloc).
        var stride = (sizeof(T) + 7) & ~7;
        if (map.ValueSize != sizeof(T))
        {
            throw new InvalidOperationException($"map {map.Name} has values of {map.ValueSize} bytes, not {sizeof(T)}");
        }

        var page = (nuint)Environment.SystemPageSize;
        var bytes = (((nuint)stride * map.Entries) + page - 1) / page * page;
        const int ReadWrite = 3, Shared = 1; // PROT_READ | PROT_WRITE, MAP_SHARED: bits/mman-linux.h
        var address = Mman.mmap(0, bytes, ReadWrite, Shared, map.Descriptor, 0);
        return address == -1
            ? throw new CtraceException(FailureKind.Unavailable, $"cannot map the kernel's counters: {Marshal.GetLastPInvokeErrorMessage()}")
            : new MappedMap<T>(address, bytes, stride, (int)map.Entries);
    }

    /// <inheritdoc />
    protected override bool ReleaseHandle() => Mman.munmap(handle, _bytes) == 0;
}
