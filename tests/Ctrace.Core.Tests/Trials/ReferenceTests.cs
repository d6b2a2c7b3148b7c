using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Xunit;

namespace Ctrace.Core.Tests.Trials;

/// <summary>Which refusals are the restriction's doing, and which were there before.</summary>
public sealed class ReferenceTests
{
    private const string Ps = "/bin/ps", Sh = "/bin/sh";

    private static readonly HashSet<string> Granted = ["chown", "net_raw"];

    [Fact]
    public void TheSameCallWithTheSameErrorToTheSameProgramIsAsRecorded()
    {
        var reference = new Reference(Recording(Refused("get_mempolicy", 1, Ps)), Granted);
        Assert.Equal(Standing.Recorded, reference.Of(Denied("get_mempolicy", 1, Ps), byDefault: true));
        Assert.Equal(Standing.Restricted, reference.Of(Denied("get_mempolicy", 1, Sh), byDefault: true));
        Assert.Equal(Standing.Restricted, reference.Of(Denied("get_mempolicy", 38, Ps), byDefault: true));
        Assert.Equal(Standing.Restricted, reference.Of(Denied("keyctl", 1, Ps), byDefault: true));
        Assert.Equal(Standing.Restricted, reference.Of(Denied("get_mempolicy", 0, Ps), byDefault: true)); // killed now
    }

    [Fact]
    public void WhatDecidesOfTheArgumentsIsComparedToo()
    {
        var reference = new Reference(Recording(Refused("unshare", 1, Sh, 0x10000000)), Granted);
        Assert.Equal(Standing.Recorded, reference.Of(Denied("unshare", 1, Sh, 0x10000000), byDefault: false));
        Assert.Equal(Standing.Restricted, reference.Of(Denied("unshare", 1, Sh, 0x4000000), byDefault: false));
    }

    [Fact]
    public void TheRuntimeAndThoseWhoAreNotKnownAreCompared()
    {
        var call = new SyscallName(Architecture.X86_64, "keyctl");
        var runtime = new Reference(Recording(new Refusal(new Outcome(call, 1), Caller.Runtime, null)), Granted);
        Assert.Equal(Standing.Recorded, runtime.Of(Denied("keyctl", 1, ""), byDefault: false));
        Assert.Equal(Standing.Restricted, runtime.Of(Denied("keyctl", 1, Sh), byDefault: false));
        var others = new Reference(Recording(new Refusal(new Outcome(call, 1), Caller.Others, null)), Granted);
        Assert.Equal(Standing.Recorded, others.Of(Denied("keyctl", 1, Sh), byDefault: false));
    }

    /// <summary>Of a recording of an older ctrace, or of none, the engine's default filter tells; of a complete one it has nothing to say.</summary>
    [Fact]
    public void WhereTheRecordingDoesNotTellTheDefaultDoes()
    {
        foreach (var recording in (Trace?[])[null, TraceExamples.Of("read"), Recording(Refused("acct", 1, Sh)) with { Facts = [new Fact(Fact.Refusals, Fact.RefusalsIncomplete)] }])
        {
            var reference = new Reference(recording, Granted);
            Assert.False(reference.KnowsRefusals);
            Assert.Equal(Standing.Default, reference.Of(Denied("keyctl", 1, Sh), byDefault: true));
            Assert.Equal(Standing.Restricted, reference.Of(Denied("chmod", 1, Sh), byDefault: false));
        }
    }

    [Fact]
    public void WhatLibrariesExpectIsPlanned() => Assert.Equal(Standing.Planned, new Reference(null, Granted).Of(Denied("clone3", 38, Sh), byDefault: false));

    [Fact]
    public void ACapabilityIsTheRestrictionsOnlyIfTheProcessWouldHaveHeldIt()
    {
        var reference = new Reference(Recording(), Granted);
        HashSet<string> held = ["net_raw"];
        Assert.Equal(Standing.Restricted, reference.Of(Sh, "chown", isOwn: false, held));
        Assert.Equal(Standing.Own, reference.Of(Sh, "chown", isOwn: true, held));
        Assert.Equal(Standing.Own, reference.Of(Sh, "net_raw", isOwn: false, held)); // the container has it
        Assert.Equal(Standing.NotGranted, reference.Of(Sh, "sys_admin", isOwn: false, held));
    }

    [Fact]
    public void ACapabilityThatTheRecordingLackedToTheSameProgramIsAsRecorded()
    {
        var recording = Recording() with { Refusals = Refusals.Empty with { Capabilities = Counts<CapabilityRefusal>.Empty.Add(new("chown", false, Caller.Program(Sh)), 1) } };
        var reference = new Reference(recording, Granted);
        Assert.Equal(Standing.Recorded, reference.Of(Sh, "chown", isOwn: false, new HashSet<string>()));
        Assert.Equal(Standing.Restricted, reference.Of(Ps, "chown", isOwn: false, new HashSet<string>()));
        Assert.Equal(Standing.Restricted, reference.Of(Sh, "net_raw", isOwn: false, new HashSet<string>()));
    }

    [Fact]
    public void OfAnOlderRecordingTheNameIsKnown()
    {
        var older = TraceExamples.Of("read") with { CapabilitiesDenied = Counts<string>.Empty.Add("chown", 1) };
        Assert.Equal(Standing.Recorded, new Reference(older, Granted).Of(Sh, "chown", isOwn: false, new HashSet<string>()));
        Assert.Equal(Standing.Restricted, new Reference(older, Granted).Of(Sh, "net_raw", isOwn: false, new HashSet<string>()));
    }

    private static Trace Recording(params Refusal[] refusals) => TraceExamples.Of("read").With(Fact.Refusals, Fact.RefusalsRecorded) with
    {
        Refusals = new Refusals(Counts<Refusal>.Create(refusals.Select(refusal => KeyValuePair.Create(refusal, 1UL))), Counts<CapabilityRefusal>.Empty),
    };

    private static Refusal Refused(string call, int errno, string program, params ulong[] values)
    {
        var name = new SyscallName(Architecture.X86_64, call);
        return new(new Outcome(name, errno), Caller.Program(program), values.Length > 0 ? new CallArguments(name, [.. values]) : null);
    }

    private static Denial Denied(string call, int errno, string program, params ulong[] values)
    {
        var name = new SyscallName(Architecture.X86_64, call);
        return new(program, 7, name, errno, "", TimeSpan.Zero, 1) { Arguments = values.Length > 0 ? new CallArguments(name, [.. values]) : null };
    }
}
