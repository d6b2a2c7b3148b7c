using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Ctrace.Profiles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>What the filter that libseccomp makes of recorded arguments lets through: these and no others.</summary>
public sealed class ArgumentRulesAgreementTests
{
    private static readonly Architecture[] Interfaces = [Architecture.X86_64, Architecture.I386];

    // Calls of the runtime have no conditions; what libseccomp makes of i386's socketcall is its own.
    private static readonly string[] Calls = [.. DecidingArgument.Calls.Where(call => !RuntimeBaseline.Privileges.Contains(call) && call is not ("socketcall" or "ipc") && !DecidingArgument.Of(call).IsEmpty
        && Syscalls.Number(Architecture.X86_64, call) is not null)];

    private static readonly Gen<ulong> Value = Gen.OneOf(Gen.Choose(0, 6).Select(value => (ulong)value), Gen.Elements(0x5401UL, 0x10000000UL, 0x80000000UL, uint.MaxValue, uint.MaxValue - 1UL));

    private static readonly Gen<CallArguments> Given =
        from architecture in Gen.Elements(Interfaces)
        from call in Gen.Elements(Calls)
        from values in Value.ArrayOf(DecidingArgument.Of(call).Length)
        select new CallArguments(new SyscallName(architecture, call), [.. values.Zip(DecidingArgument.Of(call), (value, argument) => value & argument.Mask)]);

    [Fact]
    public void WhatWasRecordedIsAllowedAndNothingElse()
    {
        int allowed = 0, refused = 0;
        Prop.ForAll(Given.NonEmptyListOf().ToArbitrary(), Given.ListOf().ToArbitrary(), (recorded, others) =>
        {
            var trace = Trace(recorded);
            var rules = ArgumentRules.WhereContainersStart(trace);
            Assert.Empty(rules.Widened);
            var profile = ResolvedProfile.Of(ProfileBuilder.Build(trace, rules, Kin.None), new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default));
            var evaluator = new FilterEvaluator([FilterCompiler.Compile(profile)]);
            Assert.All(recorded, entry => Assert.True(Evaluate(evaluator, entry).AlwaysRuns, Text(entry)));
            allowed += recorded.Count;

            // A rule holds in all interfaces alike.
            var combinations = recorded.Select(entry => (entry.Syscall.Name, string.Join(' ', entry.Values))).ToHashSet();
            foreach (var entry in others.Where(entry => !combinations.Contains((entry.Syscall.Name, string.Join(' ', entry.Values)))))
            {
                Assert.False(Evaluate(evaluator, entry).CanRun, Text(entry));
                refused++;
            }
        }).Hold();
        Assert.InRange(allowed, 500, int.MaxValue);
        Assert.InRange(refused, 500, int.MaxValue);
    }

    /// <summary>As many rules as there may be make a filter that the kernel takes: beside all calls, for all three interfaces.</summary>
    [Fact]
    public void TheLargestFilterIsNotTooLarge()
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        foreach (var architecture in Architecture.X86_64.Family)
        {
            foreach (var (number, name) in Syscalls.All(architecture).Select(call => (call.Number, call.Name)))
            {
                trace.AddSyscall(architecture, number, 1);
                for (var value = 0ul; value < RecordedArguments.MaxEntries && DecidingArgument.Of(name) is { IsEmpty: false } deciding; value++)
                {
                    trace.AddArguments(SyscallName.Of(architecture, number), [.. deciding.Select(argument => (value * 0x01010101) & argument.Mask)], 1);
                }
            }
        }

        var whole = trace.Build();
        var rules = ArgumentRules.WhereContainersStart(whole);
        Assert.NotEmpty(rules.Widened);
        Assert.NotEmpty(rules.Names);
        var profile = ResolvedProfile.Of(ProfileBuilder.Build(whole, rules, Kin.None), new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default));
        Assert.InRange(FilterCompiler.Compile(profile).Instructions.Length, 1000, SeccompFilter.MostInstructions);
    }

    private static FilterVerdict Evaluate(FilterEvaluator evaluator, CallArguments entry)
    {
        var (architecture, name) = entry.Syscall;
        ImmutableArray<KnownArgument> known = [.. DecidingArgument.Of(name).Zip(entry.Values, (argument, value) => new KnownArgument(argument.Index, argument.Mask, value))];
        return evaluator.Evaluate(architecture, Syscalls.Number(architecture, name)!.Value, known.AsSpan());
    }

    private static string Text(CallArguments entry) => $"{entry.Syscall} {string.Join(' ', entry.Values)}";

    private static Trace Trace(IEnumerable<CallArguments> recorded)
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        foreach (var entry in recorded)
        {
            trace.AddSyscall(entry.Syscall, 1);
            trace.AddArguments(entry.Syscall, entry.Values, 1);
        }

        return trace.Build();
    }
}
