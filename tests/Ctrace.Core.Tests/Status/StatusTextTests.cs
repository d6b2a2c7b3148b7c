using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Core.Tests.Status;

public sealed class StatusTextTests
{
    [Fact]
    public void AStatusIsSaidWithStrangersTextMadeSafe() => Assert.Equal(
        """
        ctrace     0.1.0, process 42, since 2026-11-22 12:00:00Z
        engine     Docker 20.10.24 at unix:///run/docker.sock, connected since 2026-11-22 12:00:00Z, 7 events
        containers 1 traced, 1 not traced, 5 known; 3 traced since the start
        slots      2 of 1024 in use
        counted    12345678901 calls, 1 lost, 2 missed by the probe
        cgroups    3 were named like a container's where no engine makes one, and were not believed
        tracefiles /var/lib/ctrace: 9 writes, 0 failed, the last 2026-11-22 12:00:30Z
        probe      capabilities by tracepoint
        cost       50 MiB, 12.5 ms for the last look at all containers

        TRACED               ID            TRACEFILE  SCOPE  CALLS  SYSCALLS  CAPABILITIES  LOST  LAST WRITE
        w"e\b\u{a}\u{1b}[2J  aaaaaaaaaaaa  web/é      whole  100    40        1             1     never

        NOT TRACED  ID            REASON
        mail        bbbbbbbbbbbb  all 1024 slots are in use\u{a}# HELP

        """, StatusText.Of(StatusSamples.Busy));

    [Fact]
    public void EachTroubleHasItsLine()
    {
        var text = StatusText.Of(StatusSamples.Troubled);
        Assert.Contains("TROUBLE    the daemon has not looked at its containers for 61 s\n", text, StringComparison.Ordinal);
        Assert.Contains("TROUBLE    the engine is gone: connection refused\n", text, StringComparison.Ordinal);
        Assert.Contains("TROUBLE    cannot write web: No space left on device\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("TRACEFILE", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ADaemonThatIsWellHasNoTroubles() => Assert.Empty(StatusSamples.Busy.Troubles);
}
