using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>An object of bpf/ on its way into the kernel: opened, loaded, attached. Disposing ends it.</summary>
internal sealed class LoadedProbe(ProbeSpec spec) : IDisposable
{
    /// <summary>What it was made of.</summary>
    public ProbeSpec Spec { get; } = spec;

    /// <summary>Its programs and maps.</summary>
    public BpfObject Object { get; } = BpfObject.Open(spec.Object + spec.Storage.Suffix);

    /// <summary>Has the kernel take it.</summary>
    /// <returns>0, or the positive errno; ENOENT where the object has not all programs.</returns>
    public int Load()
    {
        var programs = Spec.Programs;
        if (!programs.All(Object.Has))
        {
            return Errno.ENOENT;
        }

        Object.Select(programs.ToHashSet());
        Object.SetConstants(".rodata", Spec.Constants);
        foreach (var (map, entries) in Spec.Entries)
        {
            Object.SetEntries(map, entries);
        }

        foreach (var map in Spec.Shared)
        {
            Object.Share(map);
        }

        return Object.Load(KernelTypeFile.ExcerptFor(Object.Types()));
    }

    /// <summary>Attaches its programs.</summary>
    /// <returns>0, or the positive errno of the first that the kernel refuses.</returns>
    public int TryAttach() => Spec.Programs.Select(Object.Attach).FirstOrDefault(failed => failed != 0);

    /// <summary>Attaches its programs: from here on it counts.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel refuses.</exception>
    public void Attach()
    {
        if (TryAttach() is var error and not 0)
        {
            throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
        }
    }

    /// <inheritdoc />
    public void Dispose() => Object.Dispose();
}
