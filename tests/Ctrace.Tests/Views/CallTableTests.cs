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
}
