using System.Text.Json.Nodes;
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

    public DaemonLogTests() => _log = new DaemonLog(_output, _errors, LogFormat.Text);

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
        _log.Say(new LogEntry("container-untraced", "container \e[2Jweb\nctrace: all is well"));
        Assert.Equal("ctrace: container \\u{1b}[2Jweb\\u{a}ctrace: all is well\n", _errors.ToString());
    }

    [Fact]
    public void ATroubleIsSaidOnceAndItsEnd()
    {
        _log.Wrote(Web, Full);
        _log.Wrote(Web, Full);
        _log.Wrote(Web, Gone);
        _log.Wrote(Web, null);
        _log.Wrote(Web, null);
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
            _log.Wrote(Web, Full);
            _log.Wrote(Mail, null);
        }

        Assert.Equal("ctrace: cannot write web: No space left on device (make room); it is tried again\n", _errors.ToString());
        Assert.Same(Full, Assert.Throws<CtraceException>(_log.ThrowIfFailing));
    }

    [Fact]
    public void AsJsonEachLineIsAnObjectThatStrangersTextDoesNotLeave()
    {
        var log = new DaemonLog(_output, _errors, LogFormat.Json);
        log.Connected();
        log.Say(new LogEntry("container-untraced", "container \e[2J\"\n} is not traced") { Container = "\e[2J\"\n}", Id = "1" });
        log.Note(new LogEntry("container-traced", "container web is being traced") { Container = "web", Tracefile = "web" });
        log.Wrote(Web, Full);
        Assert.Equal("ready", JsonNode.Parse(_output.ToString())!["event"]!.GetValue<string>());
        var lines = _errors.ToString().TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.Equal(["container-untraced", "container-traced", "write-failed"], lines.Select(line => (string)line["event"]!));
        Assert.Equal(["warning", "info", "error"], lines.Select(line => (string)line["level"]!));
        Assert.Equal("\e[2J\"\n}", (string)lines[0]["container"]!);
        Assert.Equal(["time", "level", "event", "container", "id", "message"], lines[0].Select(member => member.Key));
        Assert.Equal("web", (string)lines[2]["tracefile"]!);
        Assert.DoesNotContain('\e', _errors.ToString());
    }

    [Fact]
    public void WhatIsNotSeenIsEscapedInJsonToo()
    {
        var log = new DaemonLog(_output, _errors, LogFormat.Json);
        log.Say(new LogEntry("container-untraced", "w\u200Be\u202Eb\U000E0041") { Container = "w\u200Bb" });
        Assert.True(_errors.ToString().TrimEnd('\n').All(one => one is >= ' ' and <= '~'), _errors.ToString());
        Assert.Equal("w\u200Be\u202Eb\U000E0041", (string)JsonNode.Parse(_errors.ToString())!["message"]!);
    }

    [Fact]
    public void ATroubleWithOtherNumbersIsTheSame()
    {
        for (var size = 17_000_000; size < 17_000_003; size++)
        {
            _log.Wrote(Web, new CtraceException(FailureKind.Data, $"the trace is too large: {size} bytes"));
        }

        Assert.Equal("ctrace: the trace is too large: 17000000 bytes; it is tried again\n", _errors.ToString());
        Assert.Equal(3ul, _log.Failures);
    }

    [Fact]
    public void AFullDiskUnderItsOutputEndsNothing()
    {
        using var output = new StandardOutput(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        new DaemonLog(output, _errors, LogFormat.Text).Connected();
        Assert.Equal("ctrace: cannot write to standard output: No space left on device : '/dev/full'\n", _errors.ToString());
    }

    [Fact]
    public void AsTextOrdinaryThingsAreNotSaid()
    {
        _log.Note(new LogEntry("container-traced", "container web is being traced"));
        Assert.Equal("", _errors.ToString());
    }
}
