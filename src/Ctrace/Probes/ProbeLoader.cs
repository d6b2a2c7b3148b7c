using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>Gives the kernel the first of several specifications that it takes.</summary>
internal static class ProbeLoader
{
    /// <summary>Loads a probe; it is not attached yet.</summary>
    /// <param name="alternatives">What to try, the best first.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel takes none; the message says why.</exception>
    public static LoadedProbe Load(IEnumerable<ProbeSpec> alternatives) => First(alternatives, loaded => loaded, attach: false);

    /// <summary>Loads a probe and attaches it.</summary>
    /// <typeparam name="T">The probe's class; it owns what was loaded.</typeparam>
    /// <param name="alternatives">What to try, the best first.</param>
    /// <param name="open">Fills its maps, before anything is attached.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel takes none; the message says why.</exception>
    public static T Attach<T>(IEnumerable<ProbeSpec> alternatives, Func<LoadedProbe, T> open)
        where T : IDisposable => First(alternatives, open, attach: true);

    private static T First<T>(IEnumerable<ProbeSpec> alternatives, Func<LoadedProbe, T> open, bool attach)
        where T : IDisposable
    {
        var specs = alternatives.ToList();
        // Reading the kernel's symbols takes as long as loading the programs: side by side.
        var noise = specs.Exists(spec => spec.Hook?.IsInside == true) ? Task.Run(KernelSymbols.Noise) : null;
        var error = 0;
        foreach (var spec in specs)
        {
            var loaded = new LoadedProbe(spec);
            IDisposable owner = loaded;
            try
            {
                error = loaded.Load();
                if (error == 0)
                {
                    // The other hooks are told by the kernel itself what is not audited.
                    if (spec.Hook?.IsInside == true)
                    {
                        loaded.Object.Map(".bss").Set(0, NoiseRanges.From(noise!.GetAwaiter().GetResult()));
                    }

                    var probe = open(loaded);
                    owner = probe;
                    error = attach ? loaded.TryAttach() : 0;
                    if (error == 0)
                    {
                        return probe;
                    }
                }
            }
            catch
            {
                owner.Dispose();
                throw;
            }

            owner.Dispose();
        }

        throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
    }
}
