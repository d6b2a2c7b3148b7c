using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Decoding.Filters;

public sealed class CallFilterTests
{
    private static readonly Architecture Native = Architecture.X86_64;

    private static CallFilter Filter(params string[] expressions) => CallFilter.Parse(expressions, Native);

    private static bool Includes(CallFilter filter, string name, Architecture? architecture = null) =>
        filter.Includes(architecture ?? Native, Syscalls.Number(architecture ?? Native, name)!.Value);

    [Theory]
    [InlineData("trace=open,read", "read", true)]
    [InlineData("trace=open,read", "write", false)]
    [InlineData("open,read", "open", true)]
    [InlineData("t=open", "open", true)]
    [InlineData("trace=!open,read", "read", false)]
    [InlineData("trace=!open,read", "write", true)]
    [InlineData("!read", "write", true)]
    [InlineData("trace=all", "getpid", true)]
    [InlineData("trace=none", "getpid", false)]
    [InlineData("trace=!none", "getpid", true)]
    [InlineData("trace=%file", "openat", true)]
    [InlineData("trace=%file", "read", false)]
    [InlineData("trace=%desc", "read", true)]
    [InlineData("trace=%process", "execve", true)]
    [InlineData("trace=%network", "connect", true)]
    [InlineData("trace=%signal", "rt_sigaction", true)]
    [InlineData("trace=%ipc", "shmget", true)]
    [InlineData("trace=%memory", "mmap", true)]
    [InlineData("trace=!%memory", "mmap", false)]
    [InlineData("trace=file", "openat", true)]
    [InlineData("trace=%file,getpid", "getpid", true)]
    [InlineData("trace=?nothing,getpid", "getpid", true)]
    public void AnExpressionSelects(string expression, string name, bool included) => Assert.Equal(included, Includes(Filter(expression), name));

    [Fact]
    public void WithoutAnExpressionEverythingIsShown()
    {
        Assert.True(Includes(Filter(), "getpid"));
        Assert.True(Filter().IncludesUnknown && Filter().Includes(Native, 100_000));
    }

    [Fact]
    public void ALaterExpressionTakesTheEarlierOnesPlace() => Assert.False(Includes(Filter("trace=read", "trace=write"), "read"));

    [Fact]
    public void AnUnknownNumberIsOnlyInANegation()
    {
        Assert.False(Filter("trace=all").Includes(Native, 100_000));
        Assert.True(Filter("trace=!read").Includes(Native, 100_000));
    }

    [Fact]
    public void TheWholeFamilyIsFilteredByName()
    {
        var filter = Filter("trace=open,socketcall");
        Assert.True(Includes(filter, "open", Architecture.I386));
        Assert.True(Includes(filter, "socketcall", Architecture.I386));
        Assert.True(filter.Includes(Architecture.X32, Syscalls.X32Bit | 2));
        Assert.False(filter.Includes(Architecture.I386, 2)); // fork, where x86_64 has open
    }

    [Fact]
    public void NumbersAreWhatIsIncluded() => Assert.Equal([0, 2], Filter("trace=read,open").Numbers(Native));

    [Theory]
    [InlineData("status=failed", -2L, true)]
    [InlineData("status=failed", 0L, false)]
    [InlineData("status=successful", 3L, true)]
    [InlineData("status=successful", -4095L, false)]
    [InlineData("status=successful", -4096L, true)]
    [InlineData("status=!successful", -1L, true)]
    [InlineData("status=successful,failed", -1L, true)]
    [InlineData("status=unfinished", null, true)]
    [InlineData("status=failed", null, false)]
    public void StatusSelectsByTheEnd(string expression, long? result, bool included) =>
        Assert.Equal(included, Filter(expression).Includes(new TracedCall(Native, 0, [], result, TimeSpan.Zero, [])));

    [Theory]
    [InlineData("trace=opne", "there is no syscall 'opne'", "did you mean open?")]
    [InlineData("trace=%fiel", "there is no class of syscalls '%fiel'", "did you mean %file?")]
    [InlineData("trase=open", "there is no filter 'trase'", "did you mean trace?")]
    [InlineData("status=faild", "there is no status 'faild'", "did you mean failed?")]
    [InlineData("trace=", "-e trace=: nothing follows", "-e trace=open,read or -e trace=%file")]
    [InlineData("trace=open,", "there is no syscall ''", "ctrace syscall lists them")]
    [InlineData("trace=%qqqqqqqqqqq", "there is no class of syscalls '%qqqqqqqqqqq'", "strace(1) has the list")]
    public void AWordThatIsNoneIsTheUsersMistake(string expression, string message, string hint)
    {
        var failure = Assert.Throws<CtraceException>(() => Filter(expression));
        Assert.Equal((FailureKind.Usage, message, hint), (failure.Kind, failure.Message, failure.Hint));
    }
}
