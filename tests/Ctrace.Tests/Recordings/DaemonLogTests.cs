using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Tests.Recordings;

public sealed class DaemonLogTests : IDisposable
{
    private static readonly TracefilePath Web = TracefilePath.Parse("web");
    private static readonly TracefilePath Mail = TracefilePath.Parse("mail");
    private static readonly CtraceException Full = new(FailureKind.InputOutput, "cannot write web: No space left on device", "make room");
    private static readonly CtraceException Gone = new(FailureKind.CannotCreate, "cannot write web: No such file or directory");

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly DaemonLog _log;

    public DaemonLogTests() => _log = new DaemonLog(_output, _errors);

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void ItIsReadyOnceAndBackAfterwards()
    {
        _log.Connected();
        Assert.Equal(("Waiting for Docker events\n", ""), (_output.ToString(), _errors.ToString()));
        _log.Connected();
        Assert.Equal(("Waiting for Docker events\n", "ctrace: the engine is back\n"), (_output.ToString(), _errors.ToString()));
    }

    [Fact]
    public void TextOfStrangersIsMadeSafe()
    {
        _log.Say("container \e[2Jweb\nctrace: all is well");
        Assert.Equal("ctrace: container \\u{1b}[2Jweb\\u{a}ctrace: all is well\n", _errors.ToString());
    }

    [Fact]
    public void ATroubleIsSaidOnceAndItsEnd()
    {
        Assert.False(_log.Try(Web, () => throw Full));
        Assert.False(_log.Try(Web, () => throw Full));
        Assert.False(_log.Try(Web, () => throw Gone));
        Assert.True(_log.Try(Web, () => { }));
        Assert.True(_log.Try(Web, () => { }));
        Assert.Equal("""
            ctrace: cannot write web: No space left on device (make room); it is tried again
            ctrace: cannot write web: No such file or directory; it is tried again
            ctrace: web can be written again

            """, _errors.ToString());
        _log.ThrowIfFailing();
    }

    [Fact]
    public void OneFilesTroubleIsNotOverWhenAnotherIsWritten()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.False(_log.Try(Web, () => throw Full));
            Assert.True(_log.Try(Mail, () => { }));
        }

        Assert.Equal("ctrace: cannot write web: No space left on device (make room); it is tried again\n", _errors.ToString());
        Assert.Same(Full, Assert.Throws<CtraceException>(_log.ThrowIfFailing));
    }

    [Fact]
    public void ABugIsNoTrouble() => Assert.Throws<InvalidOperationException>(() => _log.Try(Web, () => throw new InvalidOperationException()));
}
