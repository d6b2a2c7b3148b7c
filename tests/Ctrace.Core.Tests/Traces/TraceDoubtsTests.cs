using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class TraceDoubtsTests
{
    private static readonly Trace Sound = TraceExamples.Of("read").With(Fact.Scope, Scope.Whole).WithCapabilities("chown");

    [Fact]
    public void ASoundTraceHasNone() => Assert.Empty(TraceDoubts.Of(Sound));

    [Fact]
    public void EachHasItsLine()
    {
        Assert.Contains("3 events were lost", Assert.Single(TraceDoubts.Of(Sound with { Lost = 3 })), StringComparison.Ordinal);
        Assert.Contains("missed events", Assert.Single(TraceDoubts.Of(Sound.With(Fact.Missed, "true"))), StringComparison.Ordinal);
        Assert.Contains("already ran", Assert.Single(TraceDoubts.Of(Sound.With(Fact.Scope, Scope.Partial))), StringComparison.Ordinal);
        Assert.Contains("without a seccomp filter", Assert.Single(TraceDoubts.Of(Sound.With(Fact.Scope, Scope.Unconfined))), StringComparison.Ordinal);
        Assert.Contains("without a container", Assert.Single(TraceDoubts.Of(Sound.With(Fact.Scope, Scope.Command))), StringComparison.Ordinal);
        Assert.Contains("never executed", Assert.Single(TraceDoubts.Of(Sound.With(Fact.Program, Fact.NeverExecuted))), StringComparison.Ordinal);
        Assert.Contains("SECCOMP_RET_USER_NOTIF", Assert.Single(TraceDoubts.Of(Sound.With(Fact.InnerFilter, Fact.FilterNotifies))), StringComparison.Ordinal);
        Assert.Contains("SECCOMP_RET_TRACE", Assert.Single(TraceDoubts.Of(Sound.With(Fact.InnerFilter, Fact.FilterTraces))), StringComparison.Ordinal);
        Assert.Contains("not understood", Assert.Single(TraceDoubts.Of(Sound.With(Fact.InnerFilter, Fact.FilterUnknown))), StringComparison.Ordinal);
        Assert.Contains("--ulimit rtprio", Assert.Single(TraceDoubts.Of(Sound.With(Fact.Limit, "rtprio"))), StringComparison.Ordinal);
        var two = Sound.With(Fact.Image, "sha256:1 web").With(Fact.Image, "sha256:2 other").With(Fact.Image, "sha256:2 again").With(Fact.Image, "web");
        Assert.Equal("it was recorded of 2 images: web, again", Assert.Single(TraceDoubts.Of(two)));
        Assert.Empty(TraceDoubts.Of(Sound.With(Fact.Image, "sha256:1 web").With(Fact.Image, "web")));
        var init = Sound with { Executables = Counts<string>.Create([KeyValuePair.Create("/sbin/docker-init", 1UL)]) };
        Assert.Contains("engine's own init", Assert.Single(TraceDoubts.Of(init)), StringComparison.Ordinal);
        Assert.Contains("no kernel has", Assert.Single(TraceDoubts.Of(Sound.With(Fact.UnknownSyscalls, "true"))), StringComparison.Ordinal);
        Assert.Contains("capabilities of its file", Assert.Single(TraceDoubts.Of(Sound.With(Fact.FileCapabilities, "incomplete"))), StringComparison.Ordinal);
        Assert.StartsWith("syscall_999 of x86_64", Assert.Single(TraceDoubts.Of(TraceExamples.Of("read", "syscall_999"))), StringComparison.Ordinal);
        Assert.StartsWith("the capability capability_63", Assert.Single(TraceDoubts.Of(Sound.WithCapabilities("capability_63"))), StringComparison.Ordinal);
    }
}
