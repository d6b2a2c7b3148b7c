using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ctrace.Cgroups;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>Every structure that lies in a map is as large, and its members lie where, the C compiler has put them.</summary>
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

    [Theory]
    [InlineData("slot", typeof(SlotLayout))]
    [InlineData("counters", typeof(CounterLayout))]
    [InlineData("cgroup_key", typeof(CgroupKey))]
    [InlineData("container_key", typeof(ContainerKey))]
    [InlineData("outcome_key", typeof(OutcomeKey))]
    [InlineData("refusal_key", typeof(RefusalKey))]
    [InlineData("refusal_room", typeof(RefusalRoom))]
    [InlineData("argument_plan", typeof(ArgumentPlanLayout))]
    [InlineData("argument_counts", typeof(ArgumentCountsLayout))]
    [InlineData("notes", typeof(NotesLayout))]
    [InlineData("start", typeof(StartLayout))]
    [InlineData("life", typeof(LifeLayout))]
    [InlineData("argument_key", typeof(ArgumentKey))]
    [InlineData("executable_key", typeof(ExecutableKey))]
    [InlineData("executable", typeof(ExecutableLayout))]
    [InlineData("caller_key", typeof(CallerKey))]
    [InlineData("caller_uses", typeof(CallerUsesLayout))]
    [InlineData("look_key", typeof(LookKey))]
    [InlineData("look", typeof(LookLayout))]
    [InlineData("look_event", typeof(LookEvent))]
    [InlineData("untraced", typeof(UntracedName))]
    [InlineData("shared", typeof(SharedLayout))]
    [InlineData("range", typeof(AddressRange))]
    [InlineData("settings", typeof(SettingsLayout))]
    [InlineData("target", typeof(TargetLayout))]
    [InlineData("view", typeof(ViewLayout))]
    [InlineData("accounting", typeof(AccountingLayout))]
    [InlineData("capability_settings", typeof(CapabilitySettingsLayout))]
    [InlineData("call_settings", typeof(CallSettingsLayout))]
    [InlineData("verdicts", typeof(VerdictsLayout))]
    [InlineData("rule_key", typeof(RuleKey))]
    [InlineData("condition", typeof(ConditionLayout))]
    [InlineData("rule", typeof(RuleLayout))]
    [InlineData("exe_key", typeof(ExeKey))]
    [InlineData("need_key", typeof(NeedKey))]
    [InlineData("use_key", typeof(UseKey))]
    [InlineData("failure_key", typeof(FailureKey))]
    [InlineData("books", typeof(BooksLayout))]
    [InlineData("call_plan", typeof(CallPlanLayout))]
    [InlineData("call_total", typeof(CallTotalLayout))]
    [InlineData("file_plan", typeof(FilePlan))]
    [InlineData("resource_key", typeof(ResourceKey))]
    [InlineData("file_state", typeof(FileState))]
    [InlineData("capture_step", typeof(CaptureStep))]
    public void MembersLieWhereTheCompilerPutThem(string name, Type type)
    {
        // Nothing lies between members, so that each begins where the one before it ends; unused ones at the end need no twin.
        var sizes = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(field => field.MetadataToken).Select(field => Size(field.FieldType)).ToArray();
        var (size, members) = KernelHeaders.Offsets(name);
        Assert.Equal(members[..sizes.Length], sizes.Select((_, i) => sizes[..i].Sum()));
        Assert.Equal((size, sizes.Length < members.Length ? members[sizes.Length] : size), (Size(type), sizes.Sum()));
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

    private static int Size(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
