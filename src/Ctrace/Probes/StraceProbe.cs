using Ctrace.Cgroups;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>bpf/strace.bpf.c: an event for each call's entry and for its return, or their totals.</summary>
internal sealed class StraceProbe : ViewProbe
{
    private const int DenialStringLimit = 64;
    private const uint DenialBuffer = 1 << 20;

    private static readonly string[] Lifetimes = ["on_signal", "on_end"];

    private readonly MappedMap<CallTotalLayout> _totals;

    private StraceProbe(LoadedProbe loaded, Target target, IEnumerable<(int Index, CallPlanLayout Plan)> plans)
        : base(loaded, target)
    {
        _totals = MappedMap<CallTotalLayout>.Map(Map("totals"));
        var map = Map("plans");
        foreach (var (index, plan) in plans)
        {
            map.Set((uint)index, plan);
        }
    }

    /// <summary>Loads and attaches it.</summary>
    /// <param name="target">Whom to show.</param>
    /// <param name="filter">Which calls.</param>
    /// <param name="lines">Whether it sends events.</param>
    /// <param name="totals">Whether it counts.</param>
    /// <param name="stringLimit">The most bytes to copy of a string or a buffer.</param>
    /// <param name="bufferBytes">The ring's size: a power of two.</param>
    /// <param name="stacks">Whether an entry has the stacks of its thread.</param>
    public static StraceProbe Attach(Target target, CallFilter filter, bool lines, bool totals, int stringLimit, uint bufferBytes, bool stacks)
    {
        var settings = new CallSettingsLayout { Lines = lines ? 1u : 0, Totals = totals ? 1u : 0, Ends = (uint)filter.Status, Stacks = stacks ? 1u : 0 };
        return Attach(target, filter, settings, stringLimit, bufferBytes);
    }

    /// <summary>Loads and attaches it to see only what the seccomp filter of a container refuses or logs, and how its processes end.</summary>
    /// <param name="container">A container that is yet to start.</param>
    /// <param name="logged">Calls that the filter may have logged: their entries are told.</param>
    public static StraceProbe AttachToDenials(Target container, IReadOnlySet<SyscallName> logged)
    {
        var settings = new CallSettingsLayout { Lines = 1, Ends = (uint)CallStatus.Failed, Denials = 1 };
        return Attach(container, CallFilter.Parse([], NativeArchitecture.Current), settings, DenialStringLimit, DenialBuffer, logged);
    }

    private static StraceProbe Attach(
        Target target, CallFilter filter, CallSettingsLayout settings, int stringLimit, uint bufferBytes, IReadOnlySet<SyscallName>? logged = null)
    {
        var native = NativeArchitecture.Current;
        var lines = settings.Lines != 0;
        var plans = CallPlans.Of(filter, lines ? stringLimit : 0);
        settings.Target = target.Layout(CgroupLayout.Detect());
        settings.Execve = Index(native, "execve");
        settings.Execveat = Index(native, "execveat");
        settings.Numbers = CallPlans.Numbers(plans.Keys, filter.IncludesUnknown);
        var spec = new ProbeSpec("strace")
        {
            Programs = [.. target.Programs, "on_enter", "on_return", .. lines ? Lifetimes : [], .. settings.Denials != 0 ? Executions : []],
            Constants = ProbeSpec.BytesOf(settings),
            Entries = [.. EventEntries(bufferBytes), ("totals", (uint)(Contract.COUNTERS * Libbpf.libbpf_num_possible_cpus()))],
        };
        var marked = plans.Select(plan => (plan.Key, plan.Value with { Logged = logged?.Contains(CallIndex.Name(plan.Key)) == true ? 1u : 0 }));
        return ProbeLoader.Attach(spec.ForEachKernel(seesCapabilities: false), loaded => new StraceProbe(loaded, target, marked));
    }

    /// <summary>The totals of all calls that were made. Those of a numbering whose numbers no table has are one, <see cref="CallTotal.Unknown"/>.</summary>
    public IReadOnlyList<CallTotal> Totals()
    {
        var known = Enumerable.Range(0, Contract.COUNTERS).Where(CallIndex.IsNamed).Select(index => Counted(index)).Where(total => total.Calls > 0);
        return [.. known, .. CallTotal.Unite(Unnamed())];
    }

    private IEnumerable<CallTotal> Unnamed()
    {
        foreach (var index in Enumerable.Range(0, Contract.COUNTERS - 1).Where(index => !CallIndex.IsNamed(index)))
        {
            yield return Counted(index);
        }

        foreach (var (call, total) in Map("odd_calls").All<OddCallLayout, CallTotalLayout>())
        {
            yield return CallTotal.Of(CallIndex.ArchitectureOf((int)call.Abi) ?? NativeArchitecture.Current, total);
        }

        // What found no room in that map, of whichever numbering.
        yield return Counted(Contract.COUNTERS - 1) with { Name = new SyscallName(NativeArchitecture.Current, ""), IsMore = true };
    }

    private CallTotal Counted(int index)
    {
        var sum = default(CallTotalLayout);
        for (var at = index; at < _totals.Count; at += Contract.COUNTERS)
        {
            sum.Calls += _totals[at].Calls;
            sum.Errors += _totals[at].Errors;
            sum.Nanoseconds += _totals[at].Nanoseconds;
        }

        return CallTotal.Of(CallIndex.Name(index), sum);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _totals.Dispose();
        base.Dispose();
    }

    private static uint Index(Architecture architecture, string name) => (uint)CallIndex.Of(architecture, Syscalls.Number(architecture, name)!.Value)!;
}
