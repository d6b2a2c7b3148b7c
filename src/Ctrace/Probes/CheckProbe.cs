using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>bpf/check.bpf.c, for <c>ctrace check</c>: counts in maps what a run asks for.</summary>
internal sealed class CheckProbe : ViewProbe
{
    private const string Others = "(others)";

    private CheckProbe(LoadedProbe loaded, Target target, VerdictsLayout verdicts, IReadOnlyList<(RuleKey Key, RuleLayout Rule)> rules)
        : base(loaded, target)
    {
        Map("verdicts").Set(0u, verdicts);
        var map = Map("rules");
        foreach (var (key, rule) in rules)
        {
            map.Set(key, rule);
        }
    }

    /// <summary>Loads and attaches it.</summary>
    /// <param name="target">Whom to watch.</param>
    /// <param name="rulings">What is forbidden; calls that are not in it are allowed.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it. Data: too many rules for one call.</exception>
    public static CheckProbe Attach(Target target, IReadOnlyDictionary<(Architecture Architecture, int Number), CallRuling> rulings)
    {
        var (verdicts, rules) = Compile(rulings);
        var spec = new ProbeSpec("check")
        {
            Programs = [.. target.Programs, "on_sys_enter", "on_sys_exit"],
            Constants = ProbeSpec.BytesOf(target.Layout(CgroupLayout.Detect())),
        };
        return ProbeLoader.Attach(spec.ForEachKernel(seesCapabilities: true), loaded => new CheckProbe(loaded, target, verdicts, rules));
    }

    /// <summary>What was counted so far.</summary>
    /// <param name="forbiddenCapabilities">The capabilities that are forbidden; null where there is no such list.</param>
    /// <param name="containers">The names of the command's containers, by number; empty where it had none started.</param>
    public CheckResult Read(IReadOnlySet<string>? forbiddenCapabilities, IReadOnlyDictionary<int, string> containers)
    {
        var exes = Map("exes").All<ExeKey, uint>()
            .ToDictionary(entry => entry.Value, entry => new Executable(Path(entry.Key), containers.GetValueOrDefault((int)entry.Key.Container)));
        var needs = Map("needs").All<NeedKey, ulong>().Select(entry => new CapabilityNeed(
            Exe(entry.Key.Exe), Call(entry.Key.Call), Capability.Name(entry.Key.Capability) ?? $"capability_{entry.Key.Capability}",
            entry.Key.Denied == 0 ? entry.Value : 0, entry.Key.Denied == 0 ? 0 : entry.Value));
        var calls = Map("uses").All<UseKey, ulong>()
            .Where(entry => entry.Key.Call < Contract.COUNTERS)
            .Select(entry => new ForbiddenCall(Exe(entry.Key.Exe), CallIndex.Name((int)entry.Key.Call), entry.Value));
        var failures = Map("failures").All<FailureKey, ulong>()
            .Where(entry => entry.Key.Call < Contract.COUNTERS)
            .Select(entry => new FailedCall(Exe(entry.Key.Exe), CallIndex.Name((int)entry.Key.Call), (int)entry.Key.Error, entry.Value));
        Map("books").TryGet(0u, out BooksLayout books);
        return CheckResult.From(needs, calls, failures, forbiddenCapabilities, books.Lost);

        Executable Exe(uint number) => exes.GetValueOrDefault(number, new Executable(Others));
    }

    /// <summary>The rulings as the kernel side takes them.</summary>
    internal static (VerdictsLayout Verdicts, IReadOnlyList<(RuleKey Key, RuleLayout Rule)> Rules) Compile(
        IReadOnlyDictionary<(Architecture Architecture, int Number), CallRuling> rulings)
    {
        var verdicts = default(VerdictsLayout);
        var rules = new List<(RuleKey, RuleLayout)>();
        foreach (var ((architecture, number), ruling) in rulings)
        {
            if (CallIndex.Of(architecture, number) is not { } call)
            {
                continue;
            }

            if (ruling.Rules.Length > Contract.RULES)
            {
                throw new CtraceException(FailureKind.Data, $"there are {ruling.Rules.Length} rules for {Syscalls.Name(architecture, number)}", $"up to {Contract.RULES} can be watched");
            }

            verdicts.Of[call] = (byte)ruling.Verdict;
            for (var i = 0; i < ruling.Rules.Length; i++)
            {
                var rule = new RuleLayout { Count = (uint)ruling.Rules[i].Length };
                for (var at = 0; at < ruling.Rules[i].Length; at++)
                {
                    var condition = ruling.Rules[i][at];
                    rule.Conditions[at] = new ConditionLayout(condition.Mask, condition.Low, condition.High, (uint)condition.Argument, condition.Negated ? 1u : 0);
                }

                rules.Add((new RuleKey((uint)call, (uint)i), rule));
            }
        }

        return (verdicts, rules);
    }

    private static SyscallName? Call(uint call) => call < Contract.COUNTERS ? CallIndex.Name((int)call) : null;

    private static string Path(ExeKey key)
    {
        ReadOnlySpan<byte> bytes = key.Path;
        return PathText.Decode(bytes.UpToNul());
    }
}
