using System.Text.Json;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Probes;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Views;

/// <summary>Entries and exits become calls.</summary>
public sealed class CallJoinTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void AnEntryAndItsExitAreALine()
    {
        var calls = Join();
        calls.Add(Enter(1, "close", 3));
        Assert.Empty(_lines);
        calls.Add(Exit(1, -9));
        Assert.Equal(["close(3)                                = -1 EBADF (Bad file descriptor)"], _lines);
    }

    [Fact]
    public void ThreadsAreToldApart()
    {
        var calls = Join();
        calls.Add(Enter(1, "close", 3));
        calls.Add(Enter(2, "close", 4));
        calls.Add(Exit(1, 0));
        calls.Add(Exit(2, 0));
        calls.Add(End(2, 0));
        calls.Add(Enter(1, "getpid"));
        calls.Add(Exit(1, 7));
        Assert.Equal(
            [
                "[pid   101] close(3)                    = 0",
                "[pid   102] close(4)                    = 0",
                "[pid   102] +++ exited with 0 +++",
                "getpid()                                = 7",
            ],
            _lines);
    }

    [Fact]
    public void WhatEndsInACallIsUnfinishedButExitsAreNot()
    {
        var calls = Join();
        calls.Add(Enter(1, "exit_group", 3));
        calls.Add(End(1, 3 << 8));
        calls.Add(Enter(2, "pause"));
        calls.Add(End(2, 9));
        calls.Add(Enter(3, "close", 5));
        calls.Finish();
        Assert.Equal(
            [
                "exit_group(3)                           = ?",
                "+++ exited with 3 +++",
                "pause( <unfinished ...>",
                "+++ killed by SIGKILL +++",
                "close(5 <unfinished ...>",
            ],
            _lines);
    }

    [Fact]
    public void LostHalvesAreCountedOrUnfinished()
    {
        var calls = Join();
        calls.Add(Exit(1, 0));
        Assert.Equal(1u, calls.Halves);
        calls.Add(Enter(1, "close", 3));
        calls.Add(Enter(1, "close", 4));
        calls.Add(Exit(1, 0));
        Assert.Equal(1u, calls.Halves);
        Assert.Equal(["close(3 <unfinished ...>", "close(4)                                = 0"], _lines);
    }

    [Fact]
    public void ACommandThatDidNotComeAboutIsNotShown()
    {
        var calls = Join();
        calls.Add(Enter(1, "execve") with { Command = true });
        calls.Add(Enter(1, "execve") with { Command = true });
        calls.Finish();
        Assert.Empty(_lines);
    }

    [Fact]
    public void TheStatusIsKnownOnlyAtTheExit()
    {
        var calls = Join("status=failed");
        calls.Add(Enter(1, "close", 3));
        calls.Add(Exit(1, 0));
        calls.Add(Enter(1, "close", 3));
        calls.Add(Exit(1, -9));
        calls.Finish();
        Assert.EndsWith("EBADF (Bad file descriptor)", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasTheNumbersAndTheLine()
    {
        var calls = Join(json: true);
        calls.Add(Enter(1, "close", 3));
        calls.Add(Exit(1, -9) with { Time = 1_500 });
        var line = JsonDocument.Parse(Assert.Single(_lines)).RootElement;
        Assert.Equal(("call", "close", "x86_64", "EBADF"), (Text(line, "event"), Text(line, "syscall"), Text(line, "arch"), Text(line, "errno")));
        Assert.Equal((-9, 0.0000005m, 101), (line.GetProperty("result").GetInt32(), line.GetProperty("duration").GetDecimal(), line.GetProperty("own_tid").GetInt32()));
        Assert.Equal("0x3", line.GetProperty("arguments")[0].GetString());
    }

    [Fact]
    public void ACallInOneOfTheCommandsContainersHasItsName()
    {
        foreach (var json in (bool[])[false, true])
        {
            var calls = Join(json: json);
            calls.Add(Enter(1, "close", 3) with { Container = 2 });
            calls.Add(Exit(1, 0));
        }

        Assert.StartsWith("[web2] [pid ", _lines[0], StringComparison.Ordinal);
        Assert.Equal("web2", Text(JsonDocument.Parse(_lines[1]).RootElement, "container"));
    }

    [Fact]
    public void TheStackIsBehindTheLine()
    {
        foreach (var json in (bool[])[false, true])
        {
            var calls = new CallJoin(
                names: false, new CallViewOptions(CallFilter.Parse(["trace=all"], Architecture.X86_64), new FormatOptions(), true, false, json, 8) { Stacks = true },
                number => $"web{number}", _lines.Add);
            // No process's stack begins there.
            calls.Add(Enter(1, "close", 3) with { Stack = new CallStack(8, 1, [0x1010, 0x1020], []) });
            calls.Add(Exit(1, 0));
        }

        Assert.Equal(["close(3)                                = 0", " > [unknown] [0x1010]", " > [unknown] [0x1020]"], _lines[..3]);
        var stack = JsonDocument.Parse(Assert.Single(_lines[3..])).RootElement.GetProperty("stack");
        Assert.Equal((2, "0x1020"), (stack.GetArrayLength(), Text(stack[1], "address")));
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private CallJoin Join(string filter = "trace=all", bool json = false) =>
        new(names: false, new CallViewOptions(CallFilter.Parse([filter], Architecture.X86_64), new FormatOptions(), true, false, json, 8), number => $"web{number}", _lines.Add);

    private static CallEvent Enter(ulong task, string name, ulong argument = 0) =>
        Event(task, CallEventKind.Enter, argument) with { Number = Syscalls.Number(Architecture.X86_64, name)!.Value };

    private static CallEvent Exit(ulong task, long result) => Event(task, CallEventKind.Exit, (ulong)result);

    private static CallEvent End(ulong task, ulong code) => Event(task, CallEventKind.End, code);

    private static CallEvent Event(ulong task, CallEventKind kind, ulong value) => new()
    {
        Time = 1_000,
        Task = task,
        Process = (int)task,
        Thread = (int)task,
        OwnProcess = 100 + (int)task,
        OwnThread = 100 + (int)task,
        Kind = kind,
        Late = false,
        Command = false,
        Logged = false,
        Architecture = Architecture.X86_64,
        Number = 0,
        Value = [value, 0, 0, 0, 0, 0],
        Memory = [],
    };
}
