using Ctrace.Core.Traces;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class FilePlansTests
{
    [Fact]
    public void EveryAbiHasTheSame()
    {
        var plans = FilePlans.All.ToDictionary(entry => CallIndex.Name(entry.Index).ToString(), entry => entry.Plan);
        Assert.Equal(plans[Native("openat")], plans[CallIndex.Name(CallIndex.Of(0, Number("openat"))!.Value).ToString()]);
        Assert.Equal(FileAction.Opened, plans[Native("openat")].Action);
        Assert.DoesNotContain(Native("newfstatat"), plans.Keys);
        Assert.Equal(plans.Count, FilePlans.All.Count());
    }

    private static string Native(string name) => new SyscallName(NativeArchitecture.Current, name).ToString();

    private static int Number(string name) => Ctrace.Core.Linux.Syscalls.Number(NativeArchitecture.Current, name)!.Value;
}
