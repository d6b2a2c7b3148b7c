using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>The tables that profiles are filled up from.</summary>
public sealed class RuntimeBaselineTests
{
    // runc 1.1.5 by Docker 20.10 on Linux 6.18, what was entered under the filter before the program's first call.
    private const string Measured =
        "capget capset chdir close epoll_ctl execve faccessat2 fchown fcntl fstat fstatfs futex getcwd getdents64 getpid getppid newfstatat openat "
        + "prctl read rt_sigreturn setgid setgroups setuid write";

    private const string MeasuredWithNoNewPrivileges = "close epoll_ctl execve fstatfs futex getdents64 getpid openat rt_sigreturn write";

    [Fact]
    public void HasWhatWasMeasured()
    {
        Assert.Subset(RuntimeBaseline.Privileges.ToHashSet(), Measured.Split(' ').ToHashSet());
        Assert.Subset(RuntimeBaseline.NoNewPrivileges.ToHashSet(), MeasuredWithNoNewPrivileges.Split(' ').ToHashSet());
    }

    [Fact]
    public void NoNewPrivilegesIsAPartOfTheWhole() => Assert.Subset(RuntimeBaseline.Privileges.ToHashSet(), RuntimeBaseline.NoNewPrivileges.ToHashSet());

    [Theory]
    [InlineData("setuid")]
    [InlineData("setgid")]
    [InlineData("capset")]
    [InlineData("prctl")]
    [InlineData("fchown")]
    public void NoNewPrivilegesHasNoneThatChangePrivileges(string name) => Assert.DoesNotContain(name, RuntimeBaseline.NoNewPrivileges);

    [Theory]
    [InlineData("clone")]
    [InlineData("clone3")]
    [InlineData("socket")]
    [InlineData("ptrace")]
    [InlineData("mount")]
    [InlineData("fsopen")]
    [InlineData("mprotect")]
    public void ItIsNotWiderThanItMustBe(string name) => Assert.DoesNotContain(name, RuntimeBaseline.Privileges);

    [Theory]
    [InlineData("runtime.csv")]
    [InlineData("always.csv")]
    [InlineData("fallbacks.csv")]
    public void EveryRowIsAKnownCallOnceInOrderWithItsSource(string table)
    {
        var rows = TableFile.Rows(table).ToList();
        Assert.Equal(rows.Select(row => row[0]).Order(StringComparer.Ordinal).Distinct(), rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Contains(Architecture.All, architecture => Syscalls.Number(architecture, row[0]) is not null));
        Assert.All(rows, row => Assert.All(row, field => Assert.NotEmpty(field)));
    }

    [Fact]
    public void TheRuntimesCallsAreThereOnEveryNativeArchitecture() => Assert.All(
        (Architecture[])[Architecture.X86_64, Architecture.Aarch64],
        architecture => Assert.All(RuntimeBaseline.Privileges, name => Assert.NotNull(Syscalls.Number(architecture, name))));

    [Fact]
    public void WhenIsOneOfTwo() => Assert.All(TableFile.Rows("runtime.csv"), row => Assert.Contains(row[1], (string[])["always", "privileges"]));
}
