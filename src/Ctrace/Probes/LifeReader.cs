using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Core.Traces;
using Ctrace.Interop;
using Ctrace.Processes;

namespace Ctrace.Probes;

/// <summary>The part of the trace probe that sees how much of a container's life it sees: starts, ends, signals (bpf/lib/life.h).</summary>
internal sealed class LifeReader
{
    // Once for all probes, so that nothing moves when the machine's clock is set.
    private static readonly long UnixNow = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private static readonly KernelTime Then = KernelTime.Now;
    private static readonly Lazy<string> Boot = new(ReadBoot);

    private readonly BpfMap _lives;

    private LifeReader(BpfMap lives) => _lives = lives;

    /// <summary>What it attaches.</summary>
    public static string[] Programs { get; } = ["on_exit", "on_signal"];

    /// <summary>Opens it; null where the kernel has not what it needs.</summary>
    public static LifeReader? Open(LoadedProbe loaded) => Programs.All(loaded.Spec.Programs.Contains) ? new LifeReader(loaded.Object.Map("lives")) : null;

    /// <summary>Begins with a container that ran before.</summary>
    /// <param name="index">Its slot.</param>
    /// <param name="first">Its first process; null where it is not known.</param>
    /// <param name="now">CLOCK_MONOTONIC.</param>
    public void Begin(int index, ProcessBirth? first, ulong now)
    {
        var life = new LifeLayout { Starts = 1 };
        life.At[0] = new StartLayout { Process = first?.Id ?? 0, Born = first?.Nanoseconds ?? 0, FirstNanoseconds = now };
        _lives.Set((uint)index, life);
    }

    /// <summary>Adds the starts of a slot, and that they were looked for.</summary>
    /// <param name="index">The slot.</param>
    /// <param name="slot">The slot itself.</param>
    /// <param name="name">Its directory's name.</param>
    /// <param name="trace">What it is added to.</param>
    /// <param name="times">When what was seen there: by use, CLOCK_MONOTONIC.</param>
    public void AddTo(int index, ref SlotLayout slot, string name, TraceBuilder trace, IEnumerable<(uint Use, ulong Time)> times)
    {
        trace.AddFact(Fact.Life, Fact.LifeRecorded);
        if (!_lives.TryGet((uint)index, out LifeLayout life) || life.Starts is 0 or > Contract.STARTS)
        {
            return;
        }

        var now = (ulong)KernelTime.Now.Monotonic;
        var ids = new StartId[life.Starts];
        for (var i = 0; i < ids.Length; i++)
        {
            var start = life.At[i];
            var isLate = i == 0 && ((SlotFlags)Volatile.Read(ref slot.Flags)).HasFlag(SlotFlags.RanBefore);
            var end = start.EndNanoseconds != 0 ? start.EndNanoseconds : i + 1 < ids.Length ? life.At[i + 1].FirstNanoseconds : now;
            ids[i] = Id(name, start);
            trace.AddStart(new RunStart(ids[i])
            {
                IsWhole = !isLate,
                Began = Unix(start.FirstNanoseconds),
                Observed = end <= start.FirstNanoseconds ? 0 : (end - start.FirstNanoseconds) / 1_000_000,
                End = start.EndNanoseconds != 0 ? RunEnd.OfStatus(start.Status) : null,
                Signals = new Arrivals(
                    start.Signals[Contract.ARRIVED_FIRST], start.Signals[Contract.ARRIVED_FIRST + Contract.ARRIVED_DEFAULT],
                    start.Signals[Contract.ARRIVED_OTHERS], start.Signals[Contract.ARRIVED_OTHERS + Contract.ARRIVED_DEFAULT]),
            });
        }

        foreach (var (use, time) in times)
        {
            var at = ids.Length - 1;
            while (at > 0 && life.At[at].FirstNanoseconds > time)
            {
                at--;
            }

            var first = new Moment(Unix(time), ids[at]);
            if (use < Contract.COUNTERS)
            {
                trace.AddFirst(CallIndex.Name((int)use), first);
            }
            else
            {
                trace.AddFirst(CapabilityBits.Name(((int)use - Contract.COUNTERS) % Contract.CAPABILITIES), first);
            }
        }
    }

    /// <summary>Empties a slot that nothing is counted in any more.</summary>
    public void Release(int index) => _lives.Set((uint)index, default(LifeLayout));

    /// <summary>
    /// The boot, the cgroup (of a container: its id) and the birth of the first process, which is told to a hundredth of a second: as /proc tells it to who
    /// comes later.
    /// </summary>
    private static StartId Id(string name, in StartLayout start)
    {
        var born = start.Born != 0 ? $"born {start.Born / ProcessBirth.Step}" : $"seen {start.FirstNanoseconds}";
        var named = CgroupName.ContainerId(name) ?? name;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Boot.Value}\n{named}\n{born}");
        return StartId.Of(text);
    }

    private static long Unix(ulong monotonic) => Math.Clamp(UnixNow + (((long)monotonic - Then.Monotonic) / 1_000_000), 0, RunStart.MaxTime);

    // Without the file only this process knows its starts again.
    private static string ReadBoot() => ProcFiles.Text("/proc/sys/kernel/random/boot_id")?.Trim() ?? Guid.NewGuid().ToString();
}
