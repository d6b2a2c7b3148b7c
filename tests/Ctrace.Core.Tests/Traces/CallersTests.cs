using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class CallersTests
{
    private static readonly SyscallName Open = new(Architecture.X86_64, "open");

    private static Callers<SyscallName> Of(params (SyscallName Name, Caller Caller, ulong First)[] first) =>
        Callers<SyscallName>.Create(first.Select(entry => KeyValuePair.Create(new ByCaller<SyscallName>(entry.Name, entry.Caller), entry.First)));

    [Fact]
    public void TheEarlierTimeStays()
    {
        var (early, late) = (Of((Open, Caller.Program("/a"), 3)), Of((Open, Caller.Program("/a"), 5), (Open, Caller.Runtime, 1)));
        Assert.Equal([(Caller.Runtime, 1ul), (Caller.Program("/a"), 3ul)], early.Merge(late)[Open]);
        Assert.Equal(early.Merge(late), late.Merge(early));
        Assert.Equal(late, late.Merge(late));
    }

    [Fact]
    public void AProgramThatIsCalledRuntimeIsNotTheRuntime() =>
        Assert.Equal(2, Of((Open, Caller.Program("runtime"), 1), (Open, Caller.Runtime, 1)).Count);

    [Fact]
    public void MoreThanIsKeptIsSaid()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(Open, 1);
        for (var i = 0; i < 1000; i++)
        {
            builder.AddCaller(Open, Caller.Program($"/{i}{new string('x', 1000)}"), 1);
        }

        var trace = builder.Build();
        Assert.Equal(["incomplete"], trace.Values(Fact.Callers));
        Assert.InRange(trace.SyscallCallers.Count, 400, 600);
    }

    [Fact]
    public void ATableIsInTheOrderInWhichItHappened()
    {
        var trace = TraceExamples.Of("open", "i386:read").WithCapabilities("chown") with
        {
            SyscallCallers = Of((Open, Caller.Program("/bin/a\u001b[2J"), 1500), (new(Architecture.I386, "read"), Caller.Runtime, 20)),
            CapabilityCallers = Callers<string>.Create([new(new("chown", Caller.Program("/bin/a")), 1499)]),
        };
        var rows = CallerRow.Of(trace);
        Assert.Equal(
            """
              FIRST  WHAT         WHO
            0.020 s  read (i386)  (the runtime)
            1.499 s  CAP_CHOWN    /bin/a
            1.500 s  open         /bin/a\u{1b}[2J

            """, CallerTable.Text(rows, Architecture.X86_64));
        var json = JsonDocument.Parse(CallerTable.Json(rows)).RootElement;
        Assert.Equal(["i386", null, "x86_64"], json.EnumerateArray().Select(row => row.GetProperty("architecture").GetString()));
        Assert.Equal(["runtime", "program", "program"], json.EnumerateArray().Select(row => row.GetProperty("caller").GetString()));
    }

    [Fact]
    public void WhereLastTimesAreKnownTheTableHasThem()
    {
        var trace = TraceExamples.Of("open", "read") with
        {
            SyscallCallers = Of((Open, Caller.Program("/bin/a"), 1500), (new(Architecture.X86_64, "read"), Caller.Program("/bin/a"), 20)),
            SyscallsLast = LastTimes<SyscallName>.Create([new(Open, 1_700_000_000)]),
        };
        Assert.Equal(
            """
              FIRST  LAST                  WHAT  WHO
            0.020 s  -                     read  /bin/a
            1.500 s  2023-11-14T22:13:20Z  open  /bin/a

            """, CallerTable.Text(CallerRow.Of(trace), Architecture.X86_64));
        Assert.Equal([null, "2023-11-14T22:13:20Z"], JsonDocument.Parse(CallerTable.Json(CallerRow.Of(trace))).RootElement.EnumerateArray().Select(row => row.GetProperty("last").GetString()));
    }

    [Theory]
    [InlineData("socket", true)]
    [InlineData("SOCKET", true)]
    [InlineData("/usr/bin/web", true)]
    [InlineData("web", true)]
    [InlineData("bin/web", false)]
    [InlineData("runtime", false)]
    [InlineData("CAP_socket", false)]
    public void ARowIsCalledByItsNameOrItsProgram(string query, bool called) =>
        Assert.Equal(called, new CallerRow(Architecture.X86_64, "socket", Caller.Program("/usr/bin/web"), 1).IsCalled(query));

    [Theory]
    [InlineData("net_raw", true)]
    [InlineData("CAP_NET_RAW", true)]
    [InlineData("runtime", true)]
    [InlineData("web", false)]
    public void ACapabilityIsCalledWithAndWithoutCap(string query, bool called) =>
        Assert.Equal(called, new CallerRow(null, "net_raw", Caller.Runtime, 1).IsCalled(query));
}
