using Ctrace.Core.Linux;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles;

public sealed class HeldReasonsTests
{
    private static readonly Trace Trace = Of(("net_raw", Holding.File, "/bin/ping"), ("net_raw", Holding.File, "/bin/ping4"), ("chown", Holding.Capset, "/e"), ("setuid", Holding.Ambient, "/e"));

    [Fact]
    public void EachHasItsLine()
    {
        var reasons = HeldReasons.Of(Trace).ToList();
        Assert.Equal(3, reasons.Count);
        Assert.StartsWith("CAP_CHOWN is kept though it was not used: capset,", reasons[0], StringComparison.Ordinal);
        Assert.StartsWith("CAP_NET_RAW is kept though it was not used: it is a capability of the file /bin/ping, /bin/ping4, which cannot be executed", reasons[1], StringComparison.Ordinal);
        Assert.StartsWith("CAP_SETUID is kept though it was not used: prctl,", reasons[2], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasUsedNeedsNone() =>
        Assert.Equal(2, HeldReasons.Of(Trace with { Capabilities = Counts<string>.Empty.Add("chown", 1) }).Count());

    [Fact]
    public void RestrictionsKeepThem()
    {
        Assert.StartsWith("--cap-drop=ALL --cap-add=CHOWN --cap-add=NET_RAW --cap-add=SETUID ", DockerRunOptions.Write(Trace, "p"), StringComparison.Ordinal);
        Assert.Equal(["chown", "net_raw", "setuid"], Trace.NeededCapabilities);
        Assert.Equal(["chown", "setuid"], Trace.WithoutCapability("net_raw").NeededCapabilities);
    }

    /// <summary>However much text the callers' names are, the capability is never lost.</summary>
    [Fact]
    public void WhoIsBoundedButWhatIsNot()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        for (var caller = 0; caller < 200; caller++)
        {
            builder.AddHeld(new("chown", Holding.File), Caller.Program($"/{caller}/{new string('x', 4000)}"), 1);
        }

        builder.AddHeld(new("net_raw", Holding.File), Caller.Program($"/{new string('y', 4000)}"), 2);
        var trace = builder.Build();
        Assert.Equal(["chown", "net_raw"], trace.NeededCapabilities);
        Assert.Contains(new Fact(Fact.Callers, "incomplete"), trace.Facts);
    }

    private static Trace Of(params (string Name, Holding For, string Program)[] held)
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        foreach (var (name, holding, program) in held)
        {
            builder.AddHeld(new(name, holding), Caller.Program(program), 1);
        }

        return builder.Build();
    }
}
