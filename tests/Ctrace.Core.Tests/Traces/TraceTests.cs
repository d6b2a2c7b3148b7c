using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class TraceTests
{
    private static readonly Arbitrary<Trace> Traces = ArbitraryTrace.Of(Architecture.X86_64);

    [Fact]
    public void MergeIsAssociative() =>
        Prop.ForAll(Traces, Traces, Traces, (a, b, c) => a.Merge(b).Merge(c).Equals(a.Merge(b.Merge(c)))).Hold();

    [Fact]
    public void MergeIsCommutative() =>
        Prop.ForAll(Traces, Traces, (a, b) => a.Merge(b).Equals(b.Merge(a))).Hold();

    [Fact]
    public void MergeIsIdempotentOnTheObservedSets() =>
        Prop.ForAll(Traces, a =>
        {
            var twice = a.Merge(a);
            return twice.Syscalls.Keys.SequenceEqual(a.Syscalls.Keys)
                && twice.Capabilities.Keys.SequenceEqual(a.Capabilities.Keys)
                && twice.CapabilitiesDenied.Keys.SequenceEqual(a.CapabilitiesDenied.Keys)
                && twice.Denied.Keys.SequenceEqual(a.Denied.Keys)
                && twice.Failed.Keys.SequenceEqual(a.Failed.Keys)
                && twice.Arguments.Seen.Keys.SequenceEqual(a.Arguments.Seen.Keys)
                && twice.Arguments.Any.SetEquals(a.Arguments.Any)
                && twice.Refused.Select(entry => (entry.Key, entry.Value.First)).SequenceEqual(a.Refused.Select(entry => (entry.Key, entry.Value.First)))
                && twice.SyscallsLast.Equals(a.SyscallsLast)
                && twice.CapabilitiesLast.Equals(a.CapabilitiesLast)
                && twice.Executables.Keys.SequenceEqual(a.Executables.Keys)
                && twice.SyscallCallers.Equals(a.SyscallCallers)
                && twice.CapabilityCallers.Equals(a.CapabilityCallers)
                && twice.Resources.Equals(a.Resources)
                && twice.Life.IsSame(a.Life)
                && twice.Facts.Equals(a.Facts);
        }).Hold();

    [Fact]
    public void MergeLosesNothingOfWhatRan() =>
        Prop.ForAll(Traces, Traces, (a, b) => (a.IsRuntimeAlone && !b.IsRuntimeAlone) || a.Syscalls.Keys.All(a.Merge(b).Syscalls.Contains)).Hold();

    [Fact]
    public void WhatNeverRanChangesNothingOfWhatDid()
    {
        var ran = TraceExamples.Of("read").With(Fact.NoNewPrivileges, "true").With(Fact.User, "web").With(Fact.Scope, Scope.Whole);
        var never = TraceExamples.Of("execve", "chdir").With(Fact.Program, Fact.NeverExecuted).With(Fact.Scope, Scope.Whole);
        Assert.Equal(ran, ran.Merge(never));
        Assert.Equal(ran, never.Merge(ran));
        Assert.True(never.Merge(never).IsRuntimeAlone);
        Assert.Equal(never, new Trace(Architecture.X86_64).Merge(never));
    }

    [Fact]
    public void MergeWithNothingChangesNothing() =>
        Prop.ForAll(Traces, a => a.Merge(new Trace(Architecture.X86_64)).Equals(a)).Hold();

    [Fact]
    public void EqualTracesHaveEqualHashes() =>
        Prop.ForAll(Traces, Traces, (a, b) => a.Merge(b).GetHashCode() == b.Merge(a).GetHashCode()).Hold();

    [Fact]
    public void MergeRefusesAnotherArchitecture()
    {
        var failure = Assert.Throws<CtraceException>(() => new Trace(Architecture.X86_64).Merge(new Trace(Architecture.Aarch64)));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.Equal("cannot merge a trace of aarch64 into one of x86_64", failure.Message);
    }
}
