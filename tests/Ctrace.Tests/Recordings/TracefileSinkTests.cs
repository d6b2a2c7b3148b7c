using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Recordings;
using Ctrace.Tests.Files;
using Ctrace.Tracefiles;
using Xunit;

namespace Ctrace.Tests.Recordings;

public sealed class TracefileSinkTests : IDisposable
{
    private static readonly Architecture Native = NativeArchitecture.Current;
    private static readonly TracefilePath Web = TracefilePath.Parse("team/web");

    private readonly TemporaryDirectory _place = new();
    private readonly DataDirectory _data;

    public TracefileSinkTests() => _data = DataDirectory.Open(_place.Path);

    public void Dispose()
    {
        _data.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void WhatTheFileHeldStays()
    {
        _data.Write(Web, Calls(("read", 1)));
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(3, Calls(("read", 10), ("write", 1)));
        Flush(sink);
        Assert.Equal(Calls(("read", 11), ("write", 1)), _data.Read(Web));
    }

    [Fact]
    public void TimeAloneIsWrittenWhenARecordingEndsAndNotBefore()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(3, Observed(1000));
        Flush(sink);
        sink.Update(3, Observed(2000));
        Assert.False(sink.IsStale);
        Flush(sink);
        Assert.Equal(1000UL, _data.Read(Web)!.Life.Starts.Single().Observed);
        sink.Finish(3, new LogEntry("container-ended", "it is gone"));
        Flush(sink);
        Assert.Equal(2000UL, _data.Read(Web)!.Life.Starts.Single().Observed);
    }

    [Fact]
    public void TimeAloneIsWrittenAtTheLast()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(3, Observed(1000));
        Flush(sink);
        sink.Update(3, Observed(2000));
        sink.Hasten();
        Flush(sink);
        Assert.Equal(2000UL, _data.Read(Web)!.Life.Starts.Single().Observed);
    }

    private static Trace Observed(ulong milliseconds) =>
        Calls(("read", 1)) with { Life = Life.Create([new RunStart(new StartId(1)) { IsWhole = true, Observed = milliseconds }], [], []) };

    /// <summary>A container that executes 1090 names of the longest kind, 18 times and more.</summary>
    [Fact]
    public void ManyRunsOfManyNamesAreBounded()
    {
        var sink = TracefileSink.Open(_data, Web);
        var pad = new string('\u009b', 225);
        for (var run = 0; run < 20; run++)
        {
            var trace = new TraceBuilder(Native);
            trace.AddSyscall(new SyscallName(Native, $"syscall_{run}"), 1);
            for (var program = 0; program < 1090; program++)
            {
                trace.AddExecutable($"/tmp/x/{run}.{program}{pad}", 1);
            }

            sink.Update(run, trace.Build());
            Flush(sink);
            sink.Finish(run);
        }

        Flush(sink);
        var written = _data.Read(Web)!;
        Assert.Equal(20, written.Syscalls.Count);
        Assert.Equal(["incomplete"], written.Values(Fact.Executables));
        Assert.True(new FileInfo(_place["team/web"]).Length < 4 << 20);
    }

    [Fact]
    public void AnUpdateReplacesWhatTheSlotHeldBefore()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(3, Calls(("read", 1)));
        Flush(sink);
        sink.Update(3, Calls(("read", 5)));
        Flush(sink);
        sink.Update(3, Calls(("read", 9)));
        sink.Finish(3);
        Flush(sink);
        Assert.Equal(Calls(("read", 9)), _data.Read(Web));
    }

    [Fact]
    public void SeveralContainersShareAFile()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        sink.Update(2, Calls(("write", 2)));
        Assert.False(sink.IsIdle);
        sink.Finish(1);
        Assert.False(sink.IsIdle);
        sink.Update(1, Calls(("read", 4), ("close", 1))); // the slot has been given to another container
        Flush(sink);
        Assert.Equal(Calls(("read", 5), ("write", 2), ("close", 1)), _data.Read(Web));
        sink.Finish(1);
        sink.Finish(2);
        sink.Finish(2); // twice is once
        Flush(sink);
        Assert.True(sink.IsIdle);
        Assert.Equal(Calls(("read", 5), ("write", 2), ("close", 1)), _data.Read(Web));
    }

    [Fact]
    public void NothingNewIsNotWritten()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        Flush(sink);
        var file = _place["team/web"];
        File.WriteAllText(file, "");
        sink.Update(1, Calls(("read", 1)));
        Flush(sink);
        Assert.Equal("", File.ReadAllText(file));
        sink.Update(1, Calls(("read", 2)));
        Flush(sink);
        Assert.NotEqual("", File.ReadAllText(file));
    }

    [Fact]
    public void AContainerThatDidNothingYetHasAFile()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, new Trace(Native));
        Flush(sink);
        Assert.Equal(new Trace(Native), _data.Read(Web));
    }

    [Fact]
    public void AFailedWriteLosesNothing()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        File.WriteAllText(_place["team"], "in the way");
        Assert.NotNull(Flush(sink).Failure);
        sink.Finish(1);
        Assert.NotNull(Flush(sink).Failure);
        Assert.Equal("in the way", File.ReadAllText(_place["team"]));
        File.Delete(_place["team"]);
        Flush(sink);
        Assert.Equal(Calls(("read", 1)), _data.Read(Web));
    }

    [Fact]
    public void ADamagedFileIsNotWrittenOver()
    {
        Directory.CreateDirectory(_place["team"]);
        File.WriteAllText(_place["team/web"], "not a tracefile\n");
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => TracefileSink.Open(_data, Web)).Kind);
        Assert.Equal("not a tracefile\n", File.ReadAllText(_place["team/web"]));
    }

    [Fact]
    public void AFileOfAnotherMachineIsNotMergedWith()
    {
        var foreign = new Trace(Native == Architecture.Aarch64 ? Architecture.X86_64 : Architecture.Aarch64);
        _data.Write(Web, foreign);
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => TracefileSink.Open(_data, Web)).Kind);
        Assert.Equal(foreign, _data.Read(Web));
    }

    [Fact]
    public void WhatComesWhileAWriteIsUnderWayIsInTheNext()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        var first = sink.Begin();
        Assert.True(sink.IsBusy);
        sink.Update(1, Calls(("read", 2)));
        var ended = new LogEntry("container-ended", "is gone");
        sink.Finish(1, ended);
        first.Run();
        sink.End(first);
        Assert.Equal(Calls(("read", 1)), _data.Read(Web));
        Assert.Empty(first.Completes);
        Assert.True(sink is { IsBusy: false, IsStale: true, IsUrgent: true });
        var second = Flush(sink);
        Assert.Equal([ended], second.Completes);
        Assert.Equal(Calls(("read", 2)), _data.Read(Web));
        Assert.False(sink.IsStale || sink.IsUrgent);
    }

    [Fact]
    public void WhatIsToBeSaidOfAWriteIsSaidOfTheOneThatSucceeds()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        var ended = new LogEntry("container-ended", "is gone");
        sink.Finish(1, ended);
        File.WriteAllText(_place["team"], "in the way");
        Assert.NotNull(Flush(sink).Failure);
        Assert.True(sink is { IsStale: true, IsUrgent: false }); // tried again when its time has come
        File.Delete(_place["team"]);
        Assert.Equal([ended], Flush(sink).Completes);
    }

    private static TracefileWrite Flush(TracefileSink sink)
    {
        var write = sink.Begin();
        write.Run();
        sink.End(write);
        return write;
    }

    private static Trace Calls(params (string Name, ulong Count)[] calls)
    {
        var trace = new TraceBuilder(Native);
        foreach (var (name, count) in calls)
        {
            trace.AddSyscall(new SyscallName(Native, name), count);
        }

        return trace.Build();
    }
}
