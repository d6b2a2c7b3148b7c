using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Witnesses;

public sealed class StraceLogTests
{
    [Fact]
    public void CountsFromTheFilterOn()
    {
        var witnessed = Assert.Single(StraceLog.Read(
        [
            "10 getpid() = 10",
            "10 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=9, filter=0xc0} <unfinished ...>",
            "11 getuid( <unfinished ...>",
            "10 <... prctl resumed>) = 0",
            "11 <... getuid resumed>) = 0",
            "10 chdir(\"/\") = 0",
            "10 execve(\"/bin/x\", [\"x\"], 0x7ff /* 3 vars */) = -1 ENOENT (No such file or directory)",
            "10 execve(\"/usr/bin/x\", [\"x\"], 0x7ff /* 3 vars */ <unfinished ...>",
            "10 <... execve resumed>) = 0",
            "10 brk(NULL) = 0x1000",
            "10 --- SIGTERM {si_signo=SIGTERM} ---",
            "10 exit_group(0) = ?",
            "10 +++ exited with 0 +++",
        ]));
        Assert.Equal(Names("brk", "chdir", "execve", "exit_group"), witnessed.All);
        Assert.Equal(Names("brk", "exit_group"), witnessed.Own);
        Assert.Equal("/usr/bin/x", witnessed.Program);
    }

    [Fact]
    public void FollowsChildrenThatSpeakBeforeTheirParent()
    {
        var witnessed = Assert.Single(StraceLog.Read(
        [
            "10 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=9, filter=0xc0}) = 0",
            "10 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD <unfinished ...>",
            "12 getsid(0) = 1",
            "10 <... clone resumed>, child_tidptr=0x7f) = 12",
            "12 vfork( <unfinished ...>",
            "13 pause() = ? ERESTARTNOHAND (To be restarted if no handler)",
            "12 <... vfork resumed>) = 7",
            "14 umask(022) = 0",
        ]));
        Assert.Equal(Names("clone", "getsid", "pause", "vfork"), witnessed.All);
        Assert.Empty(witnessed.Own);
    }

    [Fact]
    public void KeepsContainersApart()
    {
        var witnessed = StraceLog.Read(
        [
            "10 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=9, filter=0xc0}) = 0",
            "20 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=9, filter=0xc0}) = 0",
            "20 getuid() = 0",
            "10 getpid() = 10",
        ]);
        Assert.Equal([Names("getpid"), Names("getuid")], witnessed.Select(one => one.All));
    }

    [Fact]
    public void TellsThe32BitTableApart()
    {
        var witnessed = Assert.Single(StraceLog.Read(
        [
            "10 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=9, filter=0xc0}) = 0",
            "10 [ Process PID=10 runs in 32 bit mode. ]",
            "10 getpid() = 10",
            "10 [ Process PID=10 runs in 64 bit mode. ]",
            "10 getuid() = 0",
        ]));
        ImmutableSortedSet<SyscallName> expected = [new(NativeArchitecture.Current, "getuid"), new(Architecture.I386, "getpid")];
        Assert.Equal(expected, witnessed.All);
    }

    private static ImmutableSortedSet<SyscallName> Names(params string[] names) =>
        [.. names.Select(name => new SyscallName(NativeArchitecture.Current, name))];
}
