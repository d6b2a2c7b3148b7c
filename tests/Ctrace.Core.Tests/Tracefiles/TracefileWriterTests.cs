using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class TracefileWriterTests
{
    [Fact]
    public void AnEmptyTraceHasItsThreeSections() => GoldenFile.Check("Tracefiles/empty.trace", TracefileWriter.Write(new Trace(Architecture.Aarch64)));

    [Fact]
    public void EverythingHasItsPlace()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(new(Architecture.X86_64, "write"), 12);
        builder.AddSyscall(new(Architecture.X86_64, "execve"), 1);
        builder.AddSyscall(new(Architecture.X86_64, "brk"), 0);
        builder.AddSyscall(new(Architecture.X86_64, "syscall_999"), 1);
        builder.AddSyscall(new(Architecture.I386, "socketcall"), 3);
        builder.AddSyscall(new(Architecture.X32, "read"), 1);
        builder.AddDenied(new(Architecture.X86_64, "clone3"), 38, 2);
        builder.AddFailed(new(Architecture.X86_64, "openat"), 2, 7);
        builder.AddFailed(new(Architecture.I386, "open"), 13, 1);
        builder.AddCapability("net_raw", granted: true, 2);
        builder.AddCapability("chown", granted: true, 0);
        builder.AddCapability("sys_admin", granted: false, 5);
        builder.AddExecutable("/bin/sh", 2);
        builder.AddExecutable("/BIN/SH", 1);
        builder.AddExecutable("SYSCALLS", 1);
        builder.AddExecutable("/tmp/a\nSYSCALLS\nptrace", 1);
        builder.AddExecutable(" \\é\U0001F600 b ", 1);
        builder.AddExecutable(PathText.Decode([(byte)'/', 0xFF, 0x1B]), 1);
        builder.AddFact(Fact.Kernel, "6.18.0");
        builder.AddFact(Fact.Scope, Scope.Whole);
        builder.AddFact(Fact.Scope, Scope.Partial);
        builder.AddFact(Fact.User, "");
        builder.AddLost(4);
        GoldenFile.Check("Tracefiles/full.trace", TracefileWriter.Write(builder.Build()));
    }

    [Fact]
    public void WhatHadToBeHeldHasItsPlace()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(new(Architecture.X86_64, "execve"), 1);
        builder.AddHeld(new("net_raw", Holding.File), Caller.Program("/bin/ping"), 12);
        builder.AddHeld(new("net_raw", Holding.File), Caller.Program("/bin/ping"), 7);
        builder.AddHeld(new("chown", Holding.Ambient), Caller.Program("/bin/entry"), 3);
        builder.AddHeld(new("chown", Holding.Capset), Caller.Unknown, 0);
        var text = TracefileWriter.Write(builder.Build());
        Assert.EndsWith("FORMAT\n3\n\nSYSCALL-COUNTS\nx86_64 execve 1\n\nCAPABILITIES-HELD\nchown capset 0 unknown\nchown ambient 3 program /bin/entry\nnet_raw file 7 program /bin/ping\n",
            text, StringComparison.Ordinal);
        Assert.Equal(builder.Build(), TracefileReader.Read(System.Text.Encoding.ASCII.GetBytes(text), "t"));
    }

    [Fact]
    public void CallersHaveTheirPlace()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(new(Architecture.X86_64, "openat"), 3);
        builder.AddSyscall(new(Architecture.X86_64, "mount"), 1);
        builder.AddSyscall(new(Architecture.I386, "open"), 1);
        builder.AddCapability("sys_admin", granted: true, 1);
        builder.AddCaller(new SyscallName(Architecture.X86_64, "openat"), Caller.Program("/bin/sh"), 412);
        builder.AddCaller(new SyscallName(Architecture.X86_64, "openat"), Caller.Program("/bin/sh"), 410);
        builder.AddCaller(new SyscallName(Architecture.X86_64, "openat"), Caller.Runtime, 3);
        builder.AddCaller(new SyscallName(Architecture.X86_64, "openat"), Caller.Program(" runtime\nSYSCALLS"), 12005);
        builder.AddCaller(new SyscallName(Architecture.X86_64, "mount"), Caller.Program("/bin/mount"), 500);
        builder.AddCaller(new SyscallName(Architecture.I386, "open"), Caller.Unknown, 0);
        builder.AddCaller("sys_admin", Caller.Program("/bin/mount"), 500);
        builder.AddCaller("sys_admin", Caller.Others, 501);
        GoldenFile.Check("Tracefiles/callers.trace", TracefileWriter.Write(builder.Build()));
    }

    [Fact]
    public void FilesAndTheirKinHaveTheirPlace()
    {
        var used = new ResourcesBuilder();
        used.AddFile(new FileName("/etc/passwd"), FileModes.Read);
        used.AddFile(new FileName("/usr/bin/web"), FileModes.Read | FileModes.Map | FileModes.Execute);
        used.AddFile(new FileName("/var/log/a\nFILES\n*"), FileModes.Append | FileModes.Lock);
        used.AddFile(new FileName("/var/www/"), FileModes.Read);
        used.AddFile(new FileName("/tmp/", FileScope.Files), FileModes.Read | FileModes.Write);
        used.AddFile(new FileName("/tmp/", FileScope.Directories), FileModes.Write);
        used.AddLink(new FileLink("/A B", "/C"));
        used.AddNetwork(new NetworkUse("inet", "stream"));
        used.AddSignal("term");
        used.AddSignal("rtmin+3");
        used.AddMount(new MountUse(MountKind.Mount, "/mnt/", "tmpfs", "tmpfs", 6));
        used.AddMount(new MountUse(MountKind.Umount, "/mnt/", "", "", 2));
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(new(Architecture.X86_64, "read"), 1);
        builder.AddResources(used.Build());
        builder.AddFact(Fact.Files, Fact.FilesRecorded);
        GoldenFile.Check("Tracefiles/files.trace", TracefileWriter.Write(builder.Build()));
    }

    [Fact]
    public void WhatCannotBeReadBackIsNotWritten()
    {
        var empty = new Trace(Architecture.X86_64);
        Assert.Throws<ArgumentException>(() => TracefileWriter.Write(empty with { Capabilities = Counts<string>.Empty.Add("A B", 1) }));
        Assert.Throws<ArgumentException>(() => TracefileWriter.Write(empty with { Facts = [new Fact("A", "b")] }));
        Assert.Throws<ArgumentException>(() => TracefileWriter.Write(empty with { Facts = [new Fact("a", new string('b', TracefileReader.MaxLine))] }));
    }

    [Fact]
    public void NamesThatAreTooManyAreRefused()
    {
        var calls = Enumerable.Range(0, 300_000).Select(i => KeyValuePair.Create(new SyscallName(Architecture.X86_64, $"{i}{new string('x', 58)}"), 0UL));
        var failure = Assert.Throws<CtraceException>(() => TracefileWriter.Write(new Trace(Architecture.X86_64) { Syscalls = Counts<SyscallName>.Create(calls) }));
        Assert.Equal("the trace is too large for a tracefile, which has at most 16777216 bytes (merge fewer traces)", failure.Line);
    }
}
