using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>
/// libbpf's own functions under their own names (libbpf.h, bpf.h; libbpf 1.x). Functions that return int return
/// -errno; those that return a pointer return NULL and set errno.
/// </summary>
internal static unsafe partial class Libbpf
{
    private const string Library = "libbpf.so.1";

    [LibraryImport(Library)]
    public static partial nint libbpf_set_print(delegate* unmanaged<int, byte*, nint, int> print);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint bpf_object__open_mem(byte* data, nuint size, OpenOptions* options);

    [LibraryImport(Library)]
    public static partial nint bpf_object__btf(BpfObject bpfObject);

    [LibraryImport(Library)]
    public static partial byte* btf__raw_data(nint btf, out uint size);

    [LibraryImport(Library)]
    public static partial int bpf_object__load(BpfObject bpfObject);

    [LibraryImport(Library)]
    public static partial void bpf_object__close(nint bpfObject);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint bpf_object__find_program_by_name(BpfObject bpfObject, string name);

    [LibraryImport(Library)]
    public static partial nint bpf_object__next_program(BpfObject bpfObject, nint program);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint bpf_object__find_map_by_name(BpfObject bpfObject, string name);

    [LibraryImport(Library)]
    public static partial byte* bpf_program__name(nint program);

    [LibraryImport(Library)]
    public static partial int bpf_program__set_autoload(nint program, [MarshalAs(UnmanagedType.U1)] bool autoload);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint bpf_program__attach(nint program);

    [LibraryImport(Library)]
    public static partial int bpf_program__fd(nint program);

    [LibraryImport(Library)]
    public static partial int bpf_link__fd(nint link);

    [LibraryImport(Library)]
    public static partial int bpf_obj_get_info_by_fd(int fd, void* info, uint* size);

    [LibraryImport(Library)]
    public static partial int bpf_link__destroy(nint link);

    [LibraryImport(Library)]
    public static partial int bpf_map__fd(nint map);

    [LibraryImport(Library)]
    public static partial uint bpf_map__value_size(nint map);

    [LibraryImport(Library)]
    public static partial uint bpf_map__key_size(nint map);

    [LibraryImport(Library)]
    public static partial uint bpf_map__max_entries(nint map);

    [LibraryImport(Library)]
    public static partial int bpf_map__set_max_entries(nint map, uint entries);

    [LibraryImport(Library)]
    public static partial int bpf_map__reuse_fd(nint map, int fd);

    [LibraryImport(Library)]
    public static partial void* bpf_map__initial_value(nint map, out nuint size);

    [LibraryImport(Library)]
    public static partial int bpf_map_update_elem(int fd, void* key, void* value, ulong flags);

    [LibraryImport(Library)]
    public static partial int bpf_map_lookup_elem(int fd, void* key, void* value);

    [LibraryImport(Library)]
    public static partial int bpf_map_lookup_and_delete_elem(int fd, void* key, void* value);

    [LibraryImport(Library)]
    public static partial int bpf_map_delete_elem(int fd, void* key);

    [LibraryImport(Library)]
    public static partial int bpf_map_get_next_key(int fd, void* key, void* next);

    [LibraryImport(Library)]
    public static partial int libbpf_num_possible_cpus();

    [LibraryImport(Library)]
    public static partial int libbpf_probe_bpf_map_type(int type, nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int bpf_prog_load(int type, string name, string license, ulong* instructions, nuint count, void* options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint btf__load_vmlinux_btf();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int btf__find_by_name_kind(KernelTypes types, string name, uint kind);

    [LibraryImport(Library)]
    public static partial void btf__free(nint types);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint ring_buffer__new(int fd, delegate* unmanaged<nint, nint, nuint, int> sample, nint context, nint options);

    [LibraryImport(Library)]
    public static partial void ring_buffer__free(nint ring);

    [LibraryImport(Library)]
    public static partial int ring_buffer__poll(RingBuffer ring, int timeout);

    [LibraryImport(Library)]
    public static partial int ring_buffer__consume(RingBuffer ring);

    /// <summary>struct bpf_object_open_opts, up to btf_custom_path.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenOptions
    {
        public nuint Size;
        public byte* ObjectName;
        public byte RelaxedMaps;
        public byte* PinRootPath;
        public uint Unused;
        public byte* KernelConfiguration;
        public byte* CustomTypes;
    }
}
