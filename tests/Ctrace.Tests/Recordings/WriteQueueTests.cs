using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Recordings;
using Ctrace.Tests.Files;
using Ctrace.Tracefiles;
using Xunit;

namespace Ctrace.Tests.Recordings;

public sealed class WriteQueueTests : IDisposable
{
    private static readonly Architecture Native = NativeArchitecture.Current;

    private readonly TemporaryDirectory _place = new();
    private readonly DataDirectory _data;

    public WriteQueueTests() => _data = DataDirectory.Open(_place.Path);

    public void Dispose()
    {
        _data.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void AllAreMadeInTheirOrder()
    {
        var queue = new WriteQueue();
        var sinks = Enumerable.Range(0, WriteQueue.Most).Select(number => Sink($"a{number}")).ToList();
        foreach (var sink in sinks)
        {
            Assert.False(queue.IsFull);
            queue.Add(sink.Begin());
        }

        Assert.True(queue.IsFull);
        Assert.Equal(sinks, queue.TakeAll().Select(write => write.Sink));
        Assert.False(queue.IsFull);
        Assert.Null(queue.TryTake());
        Assert.All(sinks, sink => Assert.NotNull(_data.Read(sink.Path)));
    }

    [Fact]
    public void AFailureIsTheWritesOwn()
    {
        File.WriteAllText(_place["bad"], "in the way");
        var queue = new WriteQueue();
        queue.Add(Sink("bad/a", open: false).Begin());
        queue.Add(Sink("good").Begin());
        Assert.Equal([true, false], queue.TakeAll().Select(write => write.Failure is not null));
    }

    [Fact]
    public void ABugIsNoTroubleOfAFile()
    {
        var queue = new WriteQueue();
        var broken = Sink("a").Begin() with { Content = new Trace(Native) { Syscalls = Counts<SyscallName>.Empty.Add(new SyscallName(Native, "NO NAME"), 1) } };
        queue.Add(broken);
        Assert.Throws<ArgumentException>(() => queue.TakeAll().ToList());
    }

    private TracefileSink Sink(string name, bool open = true)
    {
        if (!open)
        {
            File.Move(_place["bad"], _place["kept"]);
        }

        var sink = TracefileSink.Open(_data, TracefilePath.Parse(name));
        sink.Update(1, new Trace(Native));
        if (!open)
        {
            File.Move(_place["kept"], _place["bad"]);
        }

        return sink;
    }
}
