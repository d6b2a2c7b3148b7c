using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Ctrace.Core;

namespace Ctrace.Interop;

/// <summary>The reading end of a BPF ring buffer. Used by one thread; closed before the object that its map belongs to.</summary>
internal sealed unsafe class RingBuffer : SafeHandle
{
    private const int EINTR = 4;
    private const int ECANCELED = 125;

    private readonly RecordReader _reader;
    private GCHandle _self;
    private ExceptionDispatchInfo? _failure;

    private RingBuffer(RecordReader reader)
        : base(0, ownsHandle: true) => _reader = reader;

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    /// <summary>Opens the ring of a map.</summary>
    /// <exception cref="CtraceException">Unavailable: it cannot be mapped.</exception>
    public static RingBuffer Open(BpfMap map, RecordReader reader)
    {
        var ring = new RingBuffer(reader);
        ring._self = GCHandle.Alloc(ring, GCHandleType.Weak);
        ring.SetHandle(Libbpf.ring_buffer__new(map.Descriptor, &Sample, GCHandle.ToIntPtr(ring._self), 0));
        if (ring.IsInvalid)
        {
            var errno = Marshal.GetLastPInvokeError();
            ring._self.Free();
            throw Unreadable(errno);
        }

        return ring;
    }

    /// <summary>Waits for records, at most so long, and hands them to the reader.</summary>
    /// <returns>How many there were; 0 also when a signal came.</returns>
    /// <exception cref="CtraceException">InputOutput: the ring cannot be read. Whatever the reader throws is thrown here.</exception>
    public int Poll(TimeSpan timeout) => Taken(Libbpf.ring_buffer__poll(this, (int)timeout.TotalMilliseconds));

    /// <summary>Hands all that is there to the reader, without waiting.</summary>
    public int Consume() => Taken(Libbpf.ring_buffer__consume(this));

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        Libbpf.ring_buffer__free(handle);
        _self.Free();
        return true;
    }

    private static CtraceException Unreadable(int errno) =>
        new(FailureKind.InputOutput, $"cannot read the kernel's ring buffer: {Marshal.GetPInvokeErrorMessage(errno)}", "try again");

    [UnmanagedCallersOnly]
    private static int Sample(nint context, nint data, nuint size)
    {
        var ring = (RingBuffer)GCHandle.FromIntPtr(context).Target!;
        // An exception must not reach C: it is kept, and the negative value ends the reading.
        try
        {
            ring._reader(new ReadOnlySpan<byte>((void*)data, checked((int)size)));
            return 0;
        }
        catch (Exception failure)
        {
            ring._failure = ExceptionDispatchInfo.Capture(failure);
            return -ECANCELED;
        }
    }

    private int Taken(int result)
    {
        if (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }

        return result >= 0 ? result : result == -EINTR ? 0 : throw Unreadable(-result);
    }
}

/// <summary>Takes one record of a <see cref="RingBuffer"/>. The bytes are the kernel's and gone when it returns.</summary>
internal delegate void RecordReader(ReadOnlySpan<byte> record);
