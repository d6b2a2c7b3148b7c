using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Views;

/// <summary>The table of -c.</summary>
public sealed class CallTableTests
{
    [Fact]
    public void MostTimeComesFirst()
    {
        var native = NativeArchitecture.Current;
        CallTotal[] totals =
        [
            new(new SyscallName(native, "close"), 3, 0, TimeSpan.FromMicroseconds(250)),
            new(new SyscallName(native, "read"), 10, 2, TimeSpan.FromMicroseconds(750)),
            new(new SyscallName(Architecture.I386, "read"), 1, 1, TimeSpan.Zero),
        ];
        Assert.Equal(
            [
                "% time     seconds  usecs/call     calls    errors syscall",
                "------ ----------- ----------- --------- --------- ----------------",
                " 75.00    0.000750          75        10         2 read",
                " 25.00    0.000250          83         3           close",
                "  0.00    0.000000           0         1         1 read (i386)",
                "------ ----------- ----------- --------- --------- ----------------",
                "100.00    0.001000          71        14         3 total",
            ],
            CallTable.Lines(totals));
    }

    [Fact]
    public void OfNothingThereIsATotal() =>
        Assert.Equal("  0.00    0.000000           0         0           total", CallTable.Lines([]).Last());

    [Fact]
    public void NumbersWithoutANameAreOneLineANumbering()
    {
        var native = NativeArchitecture.Current;
        CallTotal[] unnamed =
        [
            CallTotal.Of(native, new CallTotalLayout { Calls = 2, Errors = 2, Nanoseconds = 1000 }),
            CallTotal.Of(new SyscallName(native, "syscall_700"), new CallTotalLayout { Calls = 1, Errors = 1 }),
            CallTotal.Of(native, default(CallTotalLayout)),
            CallTotal.Of(Architecture.X32, new CallTotalLayout { Calls = 3, Errors = 3 }),
        ];
        CallTotal[] totals = [.. CallTotal.Unite(unnamed)];
        Assert.Equal(
            ["100.00    0.000001           0         3         3 unknown (2 numbers)", "  0.00    0.000000           0         3         3 unknown (1 number, x32)"],
            CallTable.Lines(totals).Skip(2).Take(2));
        Assert.Equal("""{"syscall":"unknown","arch":"x86_64","numbers":2,"more_numbers":false,"calls":3,"errors":3,"seconds":0.000001}""", CallJson.Line(totals[0]));
        var full = CallTotal.Unite([.. unnamed, CallTotal.Of(native, new CallTotalLayout { Calls = 5 }) with { IsMore = true }]).First();
        Assert.Equal("  0.00    0.000000           0         8         3 unknown (more than 2 numbers)", CallTable.Lines([full with { Time = TimeSpan.Zero }]).ElementAt(2));
    }
}
