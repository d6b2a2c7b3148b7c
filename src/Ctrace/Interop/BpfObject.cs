using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Ctrace.Core;

namespace Ctrace.Interop;

/// <summary>An opened BPF object: programs and maps, and after <see cref="Load"/> their kernel side. Closing it ends all of that.</summary>
internal sealed unsafe class BpfObject : SafeHandle
{
    private readonly List<nint> _links = [];
    private GCHandle _image;
    private FileDescriptor? _types;

    /// <summary>Nothing opened yet: see <see cref="Open"/>.</summary>
    internal BpfObject()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    /// <summary>Opens an object that is embedded in this program.</summary>
    public static BpfObject Open(string resource)
    {
        var image = Image(resource);
        LibbpfLog.Capture();
        // libbpf reads the image until the object is closed, and the kernel's types when it is loaded.
        var opened = new BpfObject { _image = GCHandle.Alloc(image, GCHandleType.Pinned), _types = Libc.memfd_create("ctrace-types", Libc.MFD_CLOEXEC) };
        fixed (byte* path = Encoding.ASCII.GetBytes($"/proc/self/fd/{opened._types.DangerousGetHandle()}\0"))
        {
            var options = new Libbpf.OpenOptions { Size = (nuint)sizeof(Libbpf.OpenOptions), CustomTypes = path };
            opened.SetHandle(Libbpf.bpf_object__open_mem((byte*)opened._image.AddrOfPinnedObject(), (nuint)image.Length, &options));
        }

        if (opened.IsInvalid)
        {
            var errno = Marshal.GetLastPInvokeError();
            opened.Dispose();
            throw new CtraceException(FailureKind.Software, $"cannot open the probe: {Marshal.GetPInvokeErrorMessage(errno)}: {LibbpfLog.LastFailure()}");
        }

        return opened;
    }

    /// <summary>The bytes of an embedded object (elf(5)).</summary>
    internal static byte[] Image(string resource)
    {
        using var stream = typeof(BpfObject).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"no resource {resource}");
        // How long it is stands at the end (RFC 1952, ISIZE).
        using var reader = new BinaryReader(stream);
        stream.Seek(-sizeof(int), SeekOrigin.End);
        var image = new byte[reader.ReadInt32()];
        stream.Position = 0;
        using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
        unpacked.ReadExactly(image);
        return image;
    }

    /// <summary>Whether it has a program of that name.</summary>
    public bool Has(string program) => Libbpf.bpf_object__find_program_by_name(this, program) != 0;

    /// <summary>Leaves out every program that is not named: one that this kernel does not take would fail the whole object.</summary>
    public void Select(IReadOnlySet<string> programs)
    {
        for (var program = Libbpf.bpf_object__next_program(this, 0); program != 0; program = Libbpf.bpf_object__next_program(this, program))
        {
            var name = Marshal.PtrToStringUTF8((nint)Libbpf.bpf_program__name(program)) ?? "";
            Libbpf.bpf_program__set_autoload(program, programs.Contains(name));
        }
    }

    /// <summary>Sets the read-only data, before loading.</summary>
    public void SetConstants(string map, ReadOnlySpan<byte> value)
    {
        var target = Libbpf.bpf_map__initial_value(FindMap(map), out var size);
        if (target is null || size < (nuint)value.Length)
        {
            throw new InvalidOperationException($"map {map} holds {size} bytes, not {value.Length}");
        }

        value.CopyTo(new Span<byte>(target, (int)size));
    }

    /// <summary>Sizes a map, before loading.</summary>
    public void SetEntries(string map, uint entries) => _ = Libbpf.bpf_map__set_max_entries(FindMap(map), entries);

    /// <summary>Uses another object's map of the same name instead of one of its own, before loading.</summary>
    public void Share(BpfMap map)
    {
        if (Libbpf.bpf_map__reuse_fd(FindMap(map.Name), map.Descriptor) is var error and not 0)
        {
            throw new CtraceException(FailureKind.Software, $"cannot share the map {map.Name}: {Marshal.GetPInvokeErrorMessage(-error)}");
        }
    }

    /// <summary>The types that it names, as BTF.</summary>
    public ReadOnlySpan<byte> Types()
    {
        var bytes = Libbpf.btf__raw_data(Libbpf.bpf_object__btf(this), out var size);
        return new ReadOnlySpan<byte>(bytes, (int)size);
    }

    /// <summary>Loads what is selected into the kernel.</summary>
    /// <param name="types">The kernel's types, as BTF: at least those that it names.</param>
    /// <returns>0, or the positive errno.</returns>
    public int Load(ReadOnlySpan<byte> types)
    {
        var failed = _types!.WriteAll(types);
        return failed == 0 ? -Libbpf.bpf_object__load(this) : failed;
    }

    /// <summary>Attaches one program.</summary>
    /// <returns>0, or the positive errno.</returns>
    public int Attach(string program)
    {
        var link = Libbpf.bpf_program__attach(FindProgram(program));
        if (link == 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        _links.Add(link);
        return 0;
    }

    /// <summary>Detaches all programs; the maps stay. What runs in the kernel at that moment runs to its end: see <see cref="Membarrier"/>.</summary>
    public void Detach()
    {
        foreach (var link in _links)
        {
            _ = Libbpf.bpf_link__destroy(link);
        }

        _links.Clear();
    }

    /// <summary>
    /// How often the kernel did not run one of its programs where it should have: since the same program was at work already
    /// (recursion_misses of struct bpf_prog_info, Linux 5.12), or since no kprobe was left for a return (missed of struct bpf_link_info, 6.7).
    /// What a kernel does not tell counts as 0. Both structures: include/uapi/linux/bpf.h.
    /// </summary>
    public ulong Misses()
    {
        const int RecursionMisses = 208, LinkType = 0, PerfEventType = 16, KprobeMissed = 48;
        const int BPF_LINK_TYPE_PERF_EVENT = 7, BPF_PERF_EVENT_KPROBE = 3, BPF_PERF_EVENT_KRETPROBE = 4;
        ulong misses = 0;
        for (var program = Libbpf.bpf_object__next_program(this, 0); program != 0; program = Libbpf.bpf_object__next_program(this, program))
        {
            if (Libbpf.bpf_program__fd(program) is var descriptor and >= 0)
            {
                misses += BitConverter.ToUInt64(Info(descriptor)[RecursionMisses..]);
            }
        }

        foreach (var link in _links)
        {
            var info = Info(Libbpf.bpf_link__fd(link));
            if (BitConverter.ToInt32(info[LinkType..]) == BPF_LINK_TYPE_PERF_EVENT
                && BitConverter.ToInt32(info[PerfEventType..]) is BPF_PERF_EVENT_KPROBE or BPF_PERF_EVENT_KRETPROBE)
            {
                misses += BitConverter.ToUInt64(info[KprobeMissed..]);
            }
        }

        return misses;
    }

    /// <summary>A map, after loading.</summary>
    public BpfMap Map(string name)
    {
        var map = FindMap(name);
        return new BpfMap(name, Libbpf.bpf_map__fd(map), Libbpf.bpf_map__key_size(map), Libbpf.bpf_map__value_size(map), Libbpf.bpf_map__max_entries(map));
    }

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        Detach();
        if (handle != 0)
        {
            Libbpf.bpf_object__close(handle);
        }

        _types?.Dispose();
        if (_image.IsAllocated)
        {
            _image.Free();
        }

        return true;
    }

    /// <summary>What the kernel tells of a program or a link: zeros where it tells nothing.</summary>
    private static ReadOnlySpan<byte> Info(int descriptor)
    {
        var info = new byte[256];
        var size = (uint)info.Length;
        fixed (byte* start = info)
        {
            return Libbpf.bpf_obj_get_info_by_fd(descriptor, start, &size) == 0 ? info : new byte[info.Length];
        }
    }

    private nint FindMap(string name) => Libbpf.bpf_object__find_map_by_name(this, name) is var map and not 0
        ? map
        : throw new InvalidOperationException($"the probe has no map {name}");

    private nint FindProgram(string name) => Libbpf.bpf_object__find_program_by_name(this, name) is var program and not 0
        ? program
        : throw new InvalidOperationException($"the probe has no program {name}");
}
