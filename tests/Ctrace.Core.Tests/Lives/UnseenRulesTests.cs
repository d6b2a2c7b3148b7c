using Ctrace.Core.Lives;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Lives;

public sealed class UnseenRulesTests
{
    [Fact]
    public void WhoGivesFilesAwayMayBeKeptOutOfThem()
    {
        var given = TraceExamples.Of("chown").WithCapabilities("chown");
        Assert.Equal("CAP_CHOWN without CAP_DAC_OVERRIDE (at the next start root may be kept out of its own data)", $"{UnseenRules.Override(given)}");
        Assert.Null(UnseenRules.Override(TraceExamples.Of("chown").WithCapabilities("chown", "dac_override")));
        Assert.Null(UnseenRules.Override(TraceExamples.Of("chown")));
    }

    [Fact]
    public void WhoMakesDirectoriesRemovesThem()
    {
        Assert.Equal("mkdir without rmdir (clean-up)", $"{UnseenRules.Cleanup(TraceExamples.Of("mkdirat"))}");
        Assert.Null(UnseenRules.Cleanup(TraceExamples.Of("mkdir", "rmdir")));
        Assert.Null(UnseenRules.Cleanup(TraceExamples.Of("i386:mkdir", "unlinkat")));
        Assert.Null(UnseenRules.Cleanup(TraceExamples.Of("rmdir")));
    }

    [Fact]
    public void WhoWritesFilesReplacesThem()
    {
        Assert.Equal("files written, and none renamed or removed (rotation, clean-up)", $"{UnseenRules.Rotation(TraceExamples.Of("openat", "write", "fsync"))}");
        Assert.Null(UnseenRules.Rotation(TraceExamples.Of("openat", "write")));
        Assert.Null(UnseenRules.Rotation(TraceExamples.Of("fsync", "rename")));
        Assert.NotNull(UnseenRules.Rotation(WithFile("/var/log/web", FileModes.Append)));
        Assert.Null(UnseenRules.Rotation(WithFile("/dev/null", FileModes.Write)));
        Assert.Null(UnseenRules.Rotation(WithFile("/etc/web", FileModes.Read)));
    }

    [Fact]
    public void WhoListensIsAsked()
    {
        const string Reason = "it listens, and nobody was seen to connect (all that serving takes)";
        Assert.Equal(Reason, $"{UnseenRules.Clients(TraceExamples.Of("listen"))}");
        // One call that waits is no client.
        Assert.Equal(Reason, $"{UnseenRules.Clients(TraceExamples.Of("listen", "accept4"))}");
        Assert.Null(UnseenRules.Clients(TraceExamples.Of("listen", "accept4", "accept")));
        Assert.Null(UnseenRules.Clients(TraceExamples.Of("listen", "accept4").Merge(TraceExamples.Of("accept4"))));
        Assert.Null(UnseenRules.Clients(TraceExamples.Of("listen", "io_uring_enter")));
        Assert.Null(UnseenRules.Clients(TraceExamples.Of("connect")));
    }

    [Fact]
    public void WhoStartsProgramsHasMoreToStart()
    {
        Assert.Equal("/usr/sbin/cron starts programs at times (what those need that have not run yet)",
            $"{UnseenRules.Jobs(TraceExamples.Of("execve") with { Executables = Counts<string>.Empty.Add("/usr/sbin/cron", 1) })}");
        Assert.Equal("/app started a program after 60 s (what those need that have not run yet)", $"{UnseenRules.Jobs(Executing(Caller.Program("/app"), 60_123))}");
        Assert.Null(UnseenRules.Jobs(Executing(Caller.Program("/app"), 500)));
        Assert.Null(UnseenRules.Jobs(Executing(Caller.Unknown, 60_123)));
    }

    [Fact]
    public void AllAreAsked() => Assert.Equal(5, UnseenRules.Of(
        (TraceExamples.Of("mkdir", "fsync", "listen") with { Executables = Counts<string>.Empty.Add("supervisord", 1) }).WithCapabilities("chown")).Count);

    private static Trace WithFile(string path, FileModes modes) =>
        TraceExamples.Of("openat") with { Resources = new Resources { Files = FileSet.Create([new(new FileName(path), modes)]) } };

    private static Trace Executing(Caller caller, ulong first)
    {
        var trace = TraceExamples.Of("execve");
        return trace with { SyscallCallers = Callers<SyscallName>.Create([new(new(trace.Syscalls.Keys.Single(), caller), first)]) };
    }
}
