using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Probes;
using Ctrace.Processes;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Views;

/// <summary>Addresses become frames by what /proc says of the process.</summary>
public sealed class CallFramesTests
{
    private const ulong Start = 0x7ffc_0000_0000;

    private int _reads;

    private string _path = "/lib/libc.so";

    [Fact]
    public void FramesEndWhereNothingIsExecutable()
    {
        var frames = Frames().Of(Entry(1, Start, 1, 0x1010, 0x1020, 0x9999, 0x1030));
        Assert.Equal([" > /lib/libc.so() [0x10]", " > /lib/libc.so() [0x20]"], frames!.Select(frame => frame.Line));
        Assert.Null(Frames().Of(Entry(1, Start, 1) with { Stack = null }));
    }

    [Fact]
    public void OfAProcessThatIsGoneTheAddressesAreShown()
    {
        var frames = Frames().Of(Entry(1, Start + 16, 1, 0x1010, 0x9999));
        Assert.Equal([" > [unknown] [0x1010]", " > [unknown] [0x9999]"], frames!.Select(frame => frame.Line));
    }

    [Fact]
    public void MapsAreReadAgainOnlyForAnotherProgramOrMoreCode()
    {
        var frames = Frames();
        Assert.Equal("/lib/libc.so", frames.Of(Entry(1, Start, 1, 0x1010))![0].File);
        _path = "/lib/other.so";
        Assert.Equal("/lib/libc.so", frames.Of(Entry(1, Start, 1, 0x1010))![0].File);
        Assert.Equal(1, _reads);
        Assert.Equal("/lib/other.so", frames.Of(Entry(1, Start, 2, 0x1010))![0].File);
        Assert.Equal("/lib/other.so", frames.Of(Entry(2, Start, 1, 0x1010))![0].File);
        Assert.Equal(3, _reads);

        // Its execve: the new program's maps say nothing of the old one's addresses.
        Assert.Null(frames.Of(Entry(1, Start + 16, 2, 0x1010))![0].File);
    }

    [Fact]
    public void AProgramThatMapsCodeAllTheTimeIsNotReadAllTheTime()
    {
        var frames = Frames();
        for (var code = 1u; code <= 10_000; code++)
        {
            Assert.NotNull(frames.Of(Entry(1, Start, code, 0x1010))![0].File);
        }

        Assert.InRange(_reads, 64, 1_000);
    }

    [Fact]
    public void NamesOfFilesAreStrangersText()
    {
        var frame = new CallFrame("/tmp/a\u001b[31m\u202eb (deleted)", null, 0xf8c34, 0x7f00_000f_8c34);
        Assert.Equal(" > /tmp/a\\u{1b}[31m\\u{202e}b (deleted)() [0xf8c34]", frame.Line);
        Assert.Equal(
            ("/tmp/a\u001b[31m\u202eb (deleted)", "0xf8c34", "0x7f00000f8c34"),
            (Json(frame).GetProperty("file").GetString(), Json(frame).GetProperty("offset").GetString(), Json(frame).GetProperty("address").GetString()));
    }

    [Fact]
    public void WhatIsInNoFileHasItsAddress()
    {
        Assert.Equal(" > [anonymous] [0x1234]", new CallFrame("", null, 0x34, 0x1234).Line);
        Assert.Equal(JsonValueKind.Null, Json(new CallFrame("", null, 0x34, 0x1234)).GetProperty("file").ValueKind);
        Assert.Equal(JsonValueKind.Null, Json(new CallFrame(null, null, 0, 0x1234)).GetProperty("offset").ValueKind);
        Assert.Equal(" > [kernel] do_syscall_64+0x5d", new CallFrame(null, "do_syscall_64", 0x5d, 0).Line);
        Assert.Equal("do_syscall_64", Json(new CallFrame(null, "do_syscall_64", 0x5d, 0)).GetProperty("kernel").GetString());
    }

    private CallFrames Frames() => new(
        (_, start) =>
        {
            _reads++;
            return start == Start ? ExecutableMaps.Parse([$"1000-2000 r-xp 00000000 fe:00 7 {_path}"]) : null;
        },
        _ => []);

    private static JsonElement Json(CallFrame frame) => JsonDocument.Parse(JsonLine.Of(writer =>
    {
        writer.WritePropertyName("frame");
        frame.Write(writer);
    })).RootElement.GetProperty("frame");

    private static CallEvent Entry(int process, ulong start, uint code, params ulong[] frames) => new()
    {
        Time = 1_000,
        Task = 1,
        Process = process,
        Thread = process,
        OwnProcess = process,
        OwnThread = process,
        Kind = CallEventKind.Enter,
        Late = false,
        Command = false,
        Logged = false,
        Architecture = Architecture.X86_64,
        Number = 0,
        Value = [0, 0, 0, 0, 0, 0],
        Memory = [],
        Stack = new CallStack(start, code, [.. frames], []),
    };
}
