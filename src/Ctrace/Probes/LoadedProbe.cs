using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>A probe that the kernel has accepted and that sees nothing yet.</summary>
/// <param name="Object">Its programs and maps.</param>
/// <param name="Tasks">Where it keeps what it knows of a task.</param>
/// <param name="CapabilityProbe">Which of the ways to see capability checks it uses.</param>
/// <param name="Settings">What it was set to.</param>
/// <param name="Programs">What to attach.</param>
internal sealed record LoadedProbe(BpfObject Object, TaskStorage Tasks, CapabilityProbe CapabilityProbe, SettingsLayout Settings, IReadOnlyList<string> Programs)
{
    /// <summary>Attaches it: from here on it counts.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel refuses.</exception>
    public void Attach()
    {
        foreach (var program in Programs)
        {
            if (Object.Attach(program) is var error and not 0)
            {
                throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
            }
        }
    }
}
