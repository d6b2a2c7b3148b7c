using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class TracefileReaderTests
{
    private const string Original = "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nbind\nclose\n";

    [Theory]
    [InlineData(Original)]
    [InlineData("ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nbind\nclose")]
    [InlineData("ARCH\r\nx86_64\r\n\r\nCAPABILITIES\r\nnet_raw\r\n\r\nSYSCALLS\r\nbind\r\nclose\r\n")]
    [InlineData("\n\nARCH  \n  x86_64\nCAPABILITIES\n\tnet_raw \nSYSCALLS\nclose\nbind\nbind\n\n\n")]
    [InlineData("ARCH\namd64\nSYSCALLS\nbind\nCAPABILITIES\ncap_net_raw\nSYSCALLS\nclose\n")]
    public void ReadsWhatTheFirstCtraceAndPeopleWrite(string text)
    {
        var trace = Read(text);
        Assert.Equal(Architecture.X86_64, trace.Architecture);
        Assert.Equal(["net_raw"], trace.Capabilities.Keys);
        Assert.Equal(["bind", "close"], trace.Syscalls.Keys.Select(name => name.Name));
        Assert.All(trace.Syscalls, entry => Assert.Equal(0UL, entry.Value));
    }

    [Theory]
    [InlineData("", "t:1: expected the section ARCH, found an empty file")]
    [InlineData("\n \n", "t:3: expected the section ARCH, found an empty file")]
    [InlineData("read\n", "t:1: expected the section ARCH, found 'read'")]
    [InlineData("SYSCALLS\nread\n", "t:1: expected the section ARCH first, found 'SYSCALLS'")]
    [InlineData("ARCH\n\nSYSCALLS\nread\n", "t:3: expected an architecture below ARCH, found none")]
    [InlineData("ARCH\nz80\n", "t:2: expected an architecture (x86_64, i386, x32, aarch64, arm), found 'z80'")]
    [InlineData("ARCH\nx86_64\naarch64\n", "t:3: expected one architecture, x86_64, found 'aarch64'")]
    [InlineData("ARCH\nx86_64\n\nCAPABILITIES\n", "t:5: expected the section SYSCALLS, found the end of the file; it may be cut off")]
    [InlineData("ARCH\nx86_64\nSYSCALLS\nread write\n", "t:4: expected a name (a-z, 0-9, _), found 'read write'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS\n# mine\n", "t:4: expected a name (a-z, 0-9, _), found '# mine'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS\nReadDir\n", "t:4: expected a name (a-z, 0-9, _), found 'ReadDir'")]
    [InlineData("ARCH\nx86_64\nCAPABILITIES\ncap_\n", "t:4: expected a name (a-z, 0-9, _), found ''")]
    [InlineData("ARCH\nx86_64\nSYSCALL\n", "t:3: expected a section that format 3 has on x86_64 (CAPABILITIES, SYSCALLS, ...), found 'SYSCALL'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS-ARM\n", "t:3: expected a section that format 3 has on x86_64 (CAPABILITIES, SYSCALLS, ...), found 'SYSCALLS-ARM'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS\nr\u00e9ad\n", "t:4: expected printable ASCII, found 'r\u00e9ad'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS\nre\0ad\n", "t:4: expected printable ASCII, found 're\0ad'")]
    [InlineData("ARCH\nx86_64\nFORMAT\n4\n", "t:4: expected format 1 to 3, found format 4")]
    [InlineData("ARCH\nx86_64\nFORMAT\n3\nCALLS-REFUSED\n2026-11-30T01:20:03Z web.json x86_64\n", "t:6: expected a time, a profile or -, an architecture, a syscall, an answer, values or -, a count, and program PATH, runtime, unknown or others, found '2026-11-30T01:20:03Z web.json x86_64'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 socket\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 socket'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 socket many\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 socket many'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 socket 1 12\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 socket 1 12'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 socket 0x 12\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 socket 0x 12'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 socket 0x1\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 socket 0x1'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 ioctl 0x10000000000000000 1\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 ioctl 0x10000000000000000 1'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\nx86_64 ioctl 0x1 0x2 0x3 0x4 0x5 0x6 0x7 1\n", "t:4: expected an architecture, a syscall, values (0x...) and a number, or 'any' instead, found 'x86_64 ioctl 0x1 0x2 0x3 0x4 0x5 0x6 0x7 1'")]
    [InlineData("ARCH\nx86_64\nARGUMENTS\narm socket any\n", "t:4: expected an architecture (x86_64, i386, x32), found 'arm'")]
    [InlineData("ARCH\nx86_64\nFORMAT\none\n", "t:4: expected a number, at most 18446744073709551615, found 'one'")]
    [InlineData("ARCH\nx86_64\nLOST\n-1\n", "t:4: expected a number, at most 18446744073709551615, found '-1'")]
    [InlineData("ARCH\nx86_64\nSYSCALL-COUNTS\nx86_64 read\n", "t:4: expected an architecture, a syscall and a number, found 'x86_64 read'")]
    [InlineData("ARCH\nx86_64\nSYSCALL-COUNTS\narm read 1\n", "t:4: expected an architecture (x86_64, i386, x32), found 'arm'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS-DENIED\nx86_64 read 1\n", "t:4: expected an architecture, a syscall, an error and a number, found 'x86_64 read 1'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS-FAILED\nx86_64 read 4096 1\n", "t:4: expected an error number, 1 to 4095, found '4096'")]
    [InlineData("ARCH\nx86_64\nSYSCALLS-FAILED\nx86_64 read EBAD 1\n", "t:4: expected an error (ENOENT, ...), found 'EBAD'")]
    [InlineData("ARCH\nx86_64\nEXECUTABLES\n/bin/sh\n", "t:4: expected a number, at most 18446744073709551615, found '/bin/sh'")]
    [InlineData("ARCH\nx86_64\nEXECUTABLES\n1 a\\n\n", "t:4: expected text with the escapes \\\\, \\xHH (80 to ff) and \\u{HEX}, found 'a\\n'")]
    [InlineData("ARCH\nx86_64\nEXECUTABLES\n1 \\u{110000}\n", "t:4: expected text with the escapes \\\\, \\xHH (80 to ff) and \\u{HEX}, found '\\u{110000}'")]
    [InlineData("ARCH\nx86_64\nEXECUTABLES\n1 \\x41\n", "t:4: expected text with the escapes \\\\, \\xHH (80 to ff) and \\u{HEX}, found '\\x41'")]
    [InlineData("ARCH\nx86_64\nFACTS\n9 lives\n", "t:4: expected a key (a-z, 0-9, -), found '9'")]
    [InlineData("ARCH\nx86_64\nFILES\nrwz /a\n", "t:4: expected modes (r w a k m x, then * or */ for all of a directory) and an absolute path, found 'rwz /a'")]
    [InlineData("ARCH\nx86_64\nFILES\nr* /a\n", "t:4: expected modes (r w a k m x, then * or */ for all of a directory) and an absolute path, found 'r* /a'")]
    [InlineData("ARCH\nx86_64\nFILES\nr /a/../b\n", "t:4: expected modes (r w a k m x, then * or */ for all of a directory) and an absolute path, found 'r /a/../b'")]
    [InlineData("ARCH\nx86_64\nLINKS\n/a b\n", "t:4: expected two absolute paths, found '/a b'")]
    [InlineData("ARCH\nx86_64\nNETWORKS\ninet\n", "t:4: expected an address family and a type, found 'inet'")]
    [InlineData("ARCH\nx86_64\nSIGNALS\nsigterm\n", "t:4: expected a signal (term, rtmin+3, exists, ...), found 'sigterm'")]
    [InlineData("ARCH\nx86_64\nMOUNTS\nmount 0 tmpfs mnt tmpfs\n", "t:4: expected a kind of mount, flags, a type, a target and a source (- for none), found 'mount 0 tmpfs mnt tmpfs'")]
    [InlineData("<html>\n", "t:1: expected the section ARCH, found '<html>'")]
    public void SaysWhereAFileIsDamaged(string text, string message)
    {
        var failure = Assert.Throws<CtraceException>(() => Read(text));
        Assert.Equal(message, failure.Message);
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.NotEmpty(failure.Hint);
    }

    [Fact]
    public void LongLinesAndLargeFilesAreRefused()
    {
        Assert.Equal($"t:3: expected a line of at most {TracefileReader.MaxLine} bytes, found {TracefileReader.MaxLine + 1} bytes",
            Assert.Throws<CtraceException>(() => Read("ARCH\nx86_64\n" + new string('a', TracefileReader.MaxLine + 1))).Message);
        Assert.StartsWith("t: expected a tracefile of at most",
            Assert.Throws<CtraceException>(() => TracefileReader.Read(new byte[TracefileReader.MaxSize + 1], "t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArgumentsOfACallThatIsNotListedArePassedOver()
    {
        var trace = Read("ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nioctl\nsocket\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 ioctl any\nx86_64 prctl 0xf 1\nx86_64 ptrace any\nx86_64 socket 0x2 0x1 0x0 3\n");
        Assert.Equal([KeyValuePair.Create(new CallArguments(new SyscallName(Architecture.X86_64, "socket"), [2, 1, 0]), 3UL)], trace.Arguments.Seen);
        Assert.Equal([new SyscallName(Architecture.X86_64, "ioctl")], trace.Arguments.Any);
    }

    [Fact]
    public void ANameTakenOutByHandStaysOut()
    {
        var trace = Read("ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nread\n\nSYSCALL-COUNTS\nx86_64 ptrace 5\nx86_64 read 2\n\nCAPABILITY-COUNTS\nsys_admin 1\n");
        Assert.Equal([KeyValuePair.Create(new SyscallName(Architecture.X86_64, "read"), 2UL)], trace.Syscalls);
        Assert.Empty(trace.Capabilities);
    }

    private static Trace Read(string text) => TracefileReader.Read(Encoding.UTF8.GetBytes(text), "t");
}
