using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class CallAgeTests
{
    // pidfd_send_signal, the first whose number is the same everywhere (Linux 5.1)
    private const int FirstCommon = 424;

    // clock_gettime64 (arch/x86/entry/syscalls/syscall_32.tbl, Linux 5.1)
    private const int FirstWithTime64 = 403;

    [Fact]
    public void EveryCallWithACommonNumberHasAnAgeAndNoOtherHas() => Assert.All(
        Syscalls.All(Architecture.X86_64).Where(call => call.Number < 512),
        call => Assert.Equal((call.Name, call.Number >= FirstCommon || call.Name is "uretprobe" or "uprobe"), (call.Name, CallAge.Since(call.Name) is not null)));

    /// <summary>Of 32 bits alone are those with times of 64 bits, which came with the common numbers.</summary>
    [Fact]
    public void CallsOfThirtyTwoBitsHaveOneFromTheFirstOfTheirTimesOn() => Assert.All(
        Syscalls.All(Architecture.I386), call => Assert.Equal((call.Name, call.Number >= FirstWithTime64), (call.Name, CallAge.Since(call.Name) is not null)));

    [Fact]
    public void LaterNumbersAreNotOlderByMoreThanAFewVersions() => Assert.All(
        Syscalls.All(Architecture.X86_64).Where(call => call.Number is > FirstCommon and < 512).Select(call => call.Name).ToArray() is var names
            ? names.Zip(names.Skip(1)) : [],
        pair => Assert.True(CallAge.Since(pair.Second)!.Major > CallAge.Since(pair.First)!.Major
            || CallAge.Since(pair.Second)!.Minor >= CallAge.Since(pair.First)!.Minor - 3, $"{pair}"));
}
