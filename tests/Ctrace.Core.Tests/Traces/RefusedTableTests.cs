using System.Text.Json.Nodes;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

/// <summary>What was refused and what would have been, as a list.</summary>
public sealed class RefusedTableTests
{
    private static readonly SyscallName Chmod = new(Architecture.X86_64, "chmod"), Socket = new(Architecture.X86_64, "socket");

    private static Trace Trace
    {
        get
        {
            var trace = new TraceBuilder(Architecture.X86_64);
            trace.AddRefused(new RefusedCall("w b.json", Chmod, "errno:EPERM", null, Caller.Program("/bin/chmo")), new Sighting(1_700_000_100, 3));
            trace.AddRefused(new RefusedCall("", Socket, "errno:EPERM", new CallArguments(Socket, [40, 1, 0]), Caller.Program("/bin/vm")), new Sighting(1_700_000_000, 1));
            trace.AddRefusal(Socket, Errno.EPERM, Caller.Program("/bin/vm"), new CallArguments(Socket, [40, 1, 0]), 1);
            trace.AddRefusal(Chmod, Errno.EPERM, Caller.Program("/bin/old"), null, 2);
            trace.AddRefusal(new CapabilityRefusal("sys_admin", false, Caller.Program("/bin/m")), 4);
            trace.AddRefusal(new CapabilityRefusal("chown", true, Caller.Program("/bin/m")), 4);
            return trace.Build();
        }
    }

    [Fact]
    public void EachIsALineTheFirstOnesFirst() => Assert.Equal(
        """
        FIRST                        WHAT           GIVEN         ANSWER       TIMES  BY         TRACEFILE  PROFILE
        2023-11-14T22:13:20Z  was    socket         0x28,0x1,0x0  errno:EPERM  1      /bin/vm    a/b        -
        2023-11-14T22:15:00Z  would  chmod          -             errno:EPERM  3      /bin/chmo  a/b        w b.json
        -                     was    CAP_SYS_ADMIN  -             not held     4      /bin/m     a/b        -
        -                     was    chmod          -             errno:EPERM  2      /bin/old   a/b        -

        """.ReplaceLineEndings("\n"), RefusedTable.Text(RefusedRow.Of("a/b", Trace)));

    [Fact]
    public void WhatContainersNameIsEscaped()
    {
        var row = new RefusedRow("a\n", 0, "p\e[2J", "chmod", "", "errno:EPERM", 1, Caller.Program("/bin/\e[2J"));
        Assert.DoesNotContain('\e', RefusedTable.Text([row]));
        Assert.Equal(2, RefusedTable.Text([row]).Count(one => one == '\n'));
        Assert.DoesNotContain("\\u001b", RefusedTable.Json([row]), StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasTheSame()
    {
        var rows = JsonNode.Parse(RefusedTable.Json(RefusedRow.Of("a/b", Trace)))!.AsArray();
        Assert.Equal(4, rows.Count);
        Assert.Equal("2023-11-14T22:13:20Z", (string?)rows[0]!["first"]);
        Assert.True((bool)rows[0]!["refused"]!);
        Assert.Equal("0x28,0x1,0x0", (string?)rows[0]!["given"]);
        Assert.Equal("w b.json", (string?)rows[1]!["profile"]);
        Assert.Null((string?)rows[2]!["first"]);
        Assert.Equal("[]\n", RefusedTable.Json([]));
    }
}
