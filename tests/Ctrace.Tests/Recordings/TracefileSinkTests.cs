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
        sink.Flush();
        Assert.Equal(Calls(("read", 11), ("write", 1)), _data.Read(Web));
    }

    [Fact]
    public void AnUpdateReplacesWhatTheSlotHeldBefore()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(3, Calls(("read", 1)));
        sink.Flush();
        sink.Update(3, Calls(("read", 5)));
        sink.Flush();
        sink.Update(3, Calls(("read", 9)));
        sink.Finish(3);
        sink.Flush();
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
        sink.Flush();
        Assert.Equal(Calls(("read", 5), ("write", 2), ("close", 1)), _data.Read(Web));
        sink.Finish(1);
        sink.Finish(2);
        sink.Finish(2); // twice is once
        sink.Flush();
        Assert.True(sink.IsIdle);
        Assert.Equal(Calls(("read", 5), ("write", 2), ("close", 1)), _data.Read(Web));
    }

    [Fact]
    public void NothingNewIsNotWritten()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        sink.Flush();
        var file = _place["team/web"];
        File.WriteAllText(file, "");
        sink.Update(1, Calls(("read", 1)));
        sink.Flush();
        Assert.Equal("", File.ReadAllText(file));
        sink.Update(1, Calls(("read", 2)));
        sink.Flush();
        Assert.NotEqual("", File.ReadAllText(file));
    }

    [Fact]
    public void AContainerThatDidNothingYetHasAFile()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, new Trace(Native));
        sink.Flush();
        Assert.Equal(new Trace(Native), _data.Read(Web));
    }

    [Fact]
    public void AFailedWriteLosesNothing()
    {
        var sink = TracefileSink.Open(_data, Web);
        sink.Update(1, Calls(("read", 1)));
        File.WriteAllText(_place["team"], "in the way");
        Assert.Throws<CtraceException>(sink.Flush);
        sink.Finish(1);
        Assert.Throws<CtraceException>(sink.Flush);
        Assert.Equal("in the way", File.ReadAllText(_place["team"]));
        File.Delete(_place["team"]);
        sink.Flush();
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
