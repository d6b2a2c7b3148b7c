using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;
using Outcome = Ctrace.Core.Traces.Outcome;

namespace Ctrace.Core.Tests.Traces;

/// <summary>Any trace: every field, hostile text, large numbers.</summary>
internal static class ArbitraryTrace
{
    private static readonly Gen<ulong> Number = Gen.OneOf(
        Gen.Choose(0, 1000).Select(n => (ulong)n),
        Gen.Elements(0UL, 1UL, ulong.MaxValue, ulong.MaxValue - 1, 1UL << 63));

    private static readonly Gen<string> Name = Gen.Elements("read", "write", "clone3", "_llseek", "syscall_999", "x", "sys_admin", "0");

    // Any UTF-16 units at all: lone surrogates, control characters, blanks at the ends, what looks like a section.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Elements("", " ", "/bin/sh", "SYSCALLS", "/BIN/SH", "\n", "\\", "\\u{41}", "a\r\nSYSCALLS\nptrace", " a ", "\u2028", "é", "\U0001F600",
            "\uD83D", "\uDE00", "\uDC80", "\uDCFF", "\uD83D\uDC80", "A\u0085B", "\u001b[31m", "\0", "\t"),
        Gen.Choose(0, 0xFFFF).Select(unit => (char)unit).ArrayOf().Select(units => new string(units)),
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Select(bytes => PathText.Decode(bytes)));

    private static readonly Gen<Fact> AnyFact = Gen.Frequency(
        (1, Gen.Constant(new Fact(Fact.Program, Fact.NeverExecuted))),
        (10, OtherFact()));

    private static Gen<Fact> OtherFact() =>
        from key in Gen.Elements(Fact.Kernel, Fact.Scope, Fact.User, Fact.NoNewPrivileges, Fact.Files, Fact.Refusals, Fact.Life, "of-a-newer-version2")
        from value in Text
        select new Fact(key, value);

    private static readonly Gen<Caller> AnyCaller = Gen.OneOf(Gen.Elements(Caller.Runtime, Caller.Unknown, Caller.Others), Text.Select(Caller.Program));

    public static Arbitrary<Trace> Of(Architecture architecture) => Gen1(architecture).ToArbitrary();

    public static Arbitrary<Trace> Any { get; } = Gen.Elements(Architecture.All.ToArray()).SelectMany(Gen1).ToArbitrary();

    public static Arbitrary<string> AnyText { get; } = Text.ToArbitrary();

    private static Gen<Trace> Gen1(Architecture architecture)
    {
        var syscall = from one in Gen.Elements(architecture.Family.ToArray())
                      from name in Name
                      select new SyscallName(one, name);
        var outcome = from name in syscall
                      from errno in Gen.Choose(1, Outcome.MaxErrno)
                      select new Outcome(name, errno);
        return from syscalls in Counted(syscall)
               from denied in Counted(outcome)
               from failed in Counted(outcome)
               from capabilities in Counted(Name)
               from capabilitiesDenied in Counted(Name)
               from executables in Counted(Text)
               from resources in ArbitraryResources.Any
               from facts in AnyFact.ArrayOf()
               from arguments in Counted(Given(syscall))
               from anyArguments in syscall.ArrayOf()
               from callers in Called(syscall)
               from capabilityCallers in Called(Name)
               from held in Called(Gen.Zip(Name, Gen.Elements(Enum.GetValues<Holding>())).Select(one => new HeldCapability(one.Item1, one.Item2)))
               from refusals in Refused(outcome)
               from capabilityRefusals in CapabilityRefused()
               from refusedCalls in RefusedCalled(syscall)
               from last in Timed(syscall)
               from capabilitiesLast in Timed(Name)
               from life in Lived(syscall)
               from lost in Number
               select new Trace(architecture)
               {
                   Syscalls = syscalls,
                   Denied = denied,
                   Failed = failed,
                   Capabilities = capabilities,
                   CapabilitiesDenied = capabilitiesDenied,
                   Executables = executables,
                   Arguments = RecordedArguments.Create(arguments, anyArguments).Only(syscalls.Contains),
                   SyscallCallers = callers.Of(syscalls.Contains),
                   CapabilityCallers = capabilityCallers.Of(capabilities.Contains),
                   Held = held,
                   Refusals = new Refusals(refusals, capabilityRefusals),
                   Refused = refusedCalls,
                   SyscallsLast = last.Only(syscalls.Contains),
                   CapabilitiesLast = capabilitiesLast.Only(capabilities.Contains),
                   Resources = resources,
                   Life = life.Only(syscalls.Contains, name => capabilities.Contains(name) || held.Any(entry => entry.Key.Name.Name == name)),
                   Facts = [.. facts],
                   Lost = lost,
               };
    }

    // Few ids, so that two traces have starts in common.
    private static readonly Gen<StartId> Id = Gen.Elements(0UL, 1UL, 2UL, ulong.MaxValue).Select(value => new StartId(value));

    private static readonly Gen<long> Time = Gen.OneOf(Gen.Choose(0, 1000).Select(time => (long)time), Gen.Elements(0L, RunStart.MaxTime, 1_780_000_000_123));

    private static readonly Gen<Moment> AnyMoment = Gen.Zip(Time, Id).Select(pair => new Moment(pair.Item1, pair.Item2));

    private static readonly Gen<RunStart> AnyStart =
        from id in Id
        from isWhole in Gen.Elements(true, false)
        from began in Time
        from observed in Number
        from end in Gen.OneOf(Gen.Constant<RunEnd?>(null), Gen.Choose(0, 255).Select(code => (RunEnd?)new RunEnd(false, code)), Gen.Choose(1, 64).Select(code => (RunEnd?)new RunEnd(true, code)))
        from data in Gen.Choose(0, 7)
        from signals in Number.ArrayOf(4)
        select new RunStart(id)
        {
            IsWhole = isWhole,
            Began = began,
            Observed = observed,
            End = end,
            Data = (DataState)data,
            Signals = new Arrivals(signals[0], signals[1], signals[2], signals[3]),
        };

    private static Gen<Life> Lived(Gen<SyscallName> syscall) =>
        from starts in AnyStart.ArrayOf()
        from calls in Gen.Zip(syscall, AnyMoment).ArrayOf()
        from capabilities in Gen.Zip(Name, AnyMoment).ArrayOf()
        select Life.Create(starts, calls.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)), capabilities.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));

    private static Gen<Counts<Refusal>> Refused(Gen<Outcome> outcome) => Counted(
        from one in outcome
        from given in Given(Gen.Constant(one.Syscall))
        from isGiven in Gen.Elements(true, false)
        from caller in AnyCaller
        select new Refusal(one, caller, isGiven ? given : null));

    private static Gen<RefusedCalls> RefusedCalled(Gen<SyscallName> syscall) =>
        (from one in syscall
         from profile in Text
         from answer in Gen.Elements("errno:EPERM", "kill_process", RefusedCall.Depends)
         from given in Given(Gen.Constant(one))
         from isGiven in Gen.Elements(true, false)
         from caller in AnyCaller
         from first in Gen.Choose(0, int.MaxValue)
         from count in Number
         select KeyValuePair.Create(new RefusedCall(profile, one, answer, isGiven ? given : null, caller), new Sighting(first, count))).ArrayOf().Select(RefusedCalls.Create);

    private static Gen<LastTimes<TName>> Timed<TName>(Gen<TName> name)
        where TName : notnull =>
        Gen.Zip(name, Gen.Choose(0, int.MaxValue)).Select(one => KeyValuePair.Create(one.Item1, (long)one.Item2)).ArrayOf().Select(LastTimes<TName>.Create);

    private static Gen<Counts<CapabilityRefusal>> CapabilityRefused() => Counted(
        from name in Name
        from isOwn in Gen.Elements(true, false)
        from caller in AnyCaller
        select new CapabilityRefusal(name, isOwn, caller));

    // Small numbers, so that two traces have some in common; at times of more combinations than are kept.
    private static Gen<CallArguments> Given(Gen<SyscallName> syscall) =>
        from name in syscall
        from length in Gen.Choose(1, CallArguments.MaxValues)
        from values in Gen.OneOf(Gen.Choose(0, 3).Select(value => (ulong)value), Gen.Elements(0x5401UL, uint.MaxValue, ulong.MaxValue)).ArrayOf(length)
        select new CallArguments(name, [.. values]);

    private static Gen<Callers<TName>> Called<TName>(Gen<TName> name)
        where TName : notnull =>
        (from one in name
         from caller in AnyCaller
         from first in Number
         select KeyValuePair.Create(new ByCaller<TName>(one, caller), first)).ArrayOf().Select(Callers<TName>.Create);

    private static Gen<Counts<TKey>> Counted<TKey>(Gen<TKey> key)
        where TKey : notnull =>
        (from one in key
         from count in Number
         select KeyValuePair.Create(one, count)).ArrayOf().Select(Counts<TKey>.Create);
}
