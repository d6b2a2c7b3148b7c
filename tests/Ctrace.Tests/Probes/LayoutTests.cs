using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ctrace.Cgroups;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>The maps of the embedded object hold the structures that the program takes them to hold.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly ProbeObject _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public void KeysAndValuesAreAsLargeAsTheKernelSides()
    {
        Assert.Equal((4u, Size<SlotLayout>()), _probe.Sizes("slots"));
        Assert.Equal((4u, Size<CounterLayout>()), _probe.Sizes("calls"));
        Assert.Equal((0u, 4u), _probe.Sizes("free_slots"));
        Assert.Equal((0u, Size<UntracedName>()), _probe.Sizes("untraced"));
        Assert.Equal((Size<CgroupKey>(), 4u), _probe.Sizes("cgroups"));
        Assert.Equal((Size<ContainerKey>(), 4u), _probe.Sizes("containers"));
        Assert.Equal((Size<ExecutableKey>(), Size<ExecutableLayout>()), _probe.Sizes("executables"));
        Assert.Equal((4u, Size<CallerUsesLayout>()), _probe.Sizes("caller_uses"));
        Assert.Equal((Size<CallerKey>(), 8u), _probe.Sizes("first_uses"));
        Assert.Equal((Size<OutcomeKey>(), 8u), _probe.Sizes("outcomes"));
        Assert.Equal((4u, Size<ArgumentPlanLayout>()), _probe.Sizes("argument_plans"));
        Assert.Equal((4u, Size<NotesLayout>()), _probe.Sizes("notes"));
        Assert.Equal((4u, Size<LifeLayout>()), _probe.Sizes("lives"));
        Assert.Equal((4u, Size<ArgumentCountsLayout>()), _probe.Sizes("argument_counts"));
        Assert.Equal((Size<ArgumentKey>(), 8u), _probe.Sizes("arguments"));
        Assert.Equal((Size<LookKey>(), Size<LookLayout>()), _probe.Sizes("looks"));
        Assert.Equal((4u, Size<ArgumentPlanLayout>()), _probe.Sizes("deciding"));
        Assert.Equal((4u, Size<RefusalRoom>()), _probe.Sizes("refusal_rooms"));
        Assert.Equal((Size<RefusalKey>(), 8u), _probe.Sizes("refusals"));
    }

    [Fact]
    public void TheSettingsLieAtTheStartOfTheConstants()
    {
        // The object's own: one slot, one stripe; all else 0.
        Assert.Equal(Bytes(new SettingsLayout { Slots = 1, Stripes = 1 }), _probe.Data(".rodata")[..(int)Size<SettingsLayout>()].ToArray());
    }

    [Fact]
    public void WhatIsWrittenLiesAloneInItsSection()
    {
        Assert.Equal(Bytes(new SharedLayout { Generation = 1 }), _probe.Data(".data").ToArray());
        Assert.Equal(Size<NoiseRanges>(), (uint)_probe.Data(".bss").Length);
    }

    [Fact]
    public void EveryProgramThatIsAttachedIsInTheObject()
    {
        string[] attached =
        [
            "on_cgroup_mkdir", "on_cgroup_rmdir", "on_cgroup_attach", "on_fork", "on_exec", "on_sys_enter", "on_sys_enter_marked", "on_sys_exit",
            .. LifeReader.Programs, .. CapabilityHook.All.SelectMany(probe => probe.Programs),
        ];
        Assert.Equal(attached.Order(StringComparer.Ordinal), _probe.Programs.Order(StringComparer.Ordinal));
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    private static uint Size<T>() => (uint)Unsafe.SizeOf<T>();
}
