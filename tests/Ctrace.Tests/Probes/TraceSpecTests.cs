using System.Runtime.InteropServices;
using Ctrace.Interop;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class TraceSpecTests
{
    private static readonly ProbeOptions[] All = [new(), new() { Failures = true, Arguments = true, Runtime = true, Commands = true }];

    [Fact]
    public void EachAlternativeNamesProgramsAndMapsThatItsObjectHas()
    {
        foreach (var spec in All.SelectMany(TraceSpec.Alternatives))
        {
            using var opened = BpfObject.Open(spec.Object + spec.Storage.Suffix);
            Assert.All(spec.Programs, program => Assert.True(opened.Has(program), program));
            Assert.Distinct(spec.Programs);
            Assert.Distinct(spec.Entries.Select(entries => entries.Map));
            foreach (var (map, count) in spec.Entries)
            {
                opened.SetEntries(map, count); // throws where there is no such map
            }
        }
    }

    [Fact]
    public void TheBestComesFirstAndEachOnce()
    {
        foreach (var options in All)
        {
            var tried = TraceSpec.Alternatives(options).ToList();
            Assert.Equal(2 * TaskStorage.All.Count * CapabilityHook.All.Count, tried.DistinctBy(spec => (spec.Storage, spec.Hook, spec.Programs.Count)).Count());
            Assert.Equal((TaskStorage.All[0], CapabilityHook.All[0]), (tried[0].Storage, tried[0].Hook));
            Assert.All(LifeReader.Programs, program => Assert.Contains(program, tried[0].Programs));
        }
    }

    /// <summary>Where the hook stands in the kernel's function no check is hidden from it, so that nothing is read at a call's entry instead.</summary>
    [Fact]
    public void ChecksCanBeHiddenFromHooksOutside() => Assert.All(
        TraceSpec.Alternatives(new ProbeOptions()), spec => Assert.Equal(spec.Hook!.IsInside ? 0u : 1, MemoryMarshal.Read<SettingsLayout>(spec.Constants).Hidden));
}
