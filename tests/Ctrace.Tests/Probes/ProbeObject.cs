using System.Runtime.InteropServices;
using Ctrace.Interop;

namespace Ctrace.Tests.Probes;

/// <summary>The probe that is embedded in the program, opened and not loaded: no right is needed for that.</summary>
internal sealed unsafe class ProbeObject : IDisposable
{
    private readonly BpfObject _object = BpfObject.Open("trace.bpf.o");

    /// <summary>The names of its programs.</summary>
    public IReadOnlyList<string> Programs
    {
        get
        {
            var names = new List<string>();
            for (var program = Libbpf.bpf_object__next_program(_object, 0); program != 0; program = Libbpf.bpf_object__next_program(_object, program))
            {
                names.Add(Marshal.PtrToStringUTF8((nint)Libbpf.bpf_program__name(program))!);
            }

            return names;
        }
    }

    /// <summary>The sizes of a map's keys and values, as the compiler laid them out.</summary>
    public (uint Key, uint Value) Sizes(string map) => (Libbpf.bpf_map__key_size(Map(map)), Libbpf.bpf_map__value_size(Map(map)));

    /// <summary>The first bytes of a section of data.</summary>
    public ReadOnlySpan<byte> Data(string map) => new(Libbpf.bpf_map__initial_value(Map(map), out var size), (int)size);

    public void Dispose() => _object.Dispose();

    private nint Map(string name) => Libbpf.bpf_object__find_map_by_name(_object, name) is var map and not 0
        ? map
        : throw new InvalidOperationException($"the probe has no map {name}");
}
