using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Tests.Files;
using Ctrace.Tracefiles;
using Xunit;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace.Tests.Tracefiles;

public sealed class DataDirectoryTests : IDisposable
{
    private static readonly Trace Small = TraceOf("read");

    // include/uapi/linux/fs.h: swaps two names at once.
    private const uint RENAME_EXCHANGE = 2;

    private readonly TemporaryDirectory _base = new();
    private readonly string _data;
    private readonly string _outside;

    public DataDirectoryTests()
    {
        _data = Directory.CreateDirectory(_base["data"]).FullName;
        _outside = Directory.CreateDirectory(_base["outside"]).FullName;
    }

    public void Dispose() => _base.Dispose();

    [Theory]
    [InlineData("myapp")]
    [InlineData("a/b/c/myapp")]
    public void WhatIsWrittenIsRead(string name)
    {
        using var directory = DataDirectory.Open(_data);
        var path = TracefilePath.Parse(name);
        Assert.Null(directory.Read(path));
        directory.Write(path, Small);
        Assert.Equal(Small, directory.Read(path));
        directory.Write(path, Large);
        Assert.Equal(Large, directory.Read(path));
        Assert.Equal(TracefileWriter.Write(Large), File.ReadAllText(Path.Combine(_data, name)));
        Assert.DoesNotContain(_base.Names(), entry => entry.Contains(".ctrace", StringComparison.Ordinal));
    }

    [Fact]
    public void AMissingDirectoryIsMade()
    {
        using var directory = DataDirectory.Open(_base["new"]);
        directory.Write(TracefilePath.Parse("x"), Small);
        Assert.True(File.Exists(_base["new/x"]));
        Assert.Equal(FailureKind.CannotCreate, Refusal(() => DataDirectory.Open(_base["not/there"])).Kind);
    }

    [Fact]
    public void NoDescriptorStaysOpen()
    {
        using (var directory = DataDirectory.Open(_data))
        {
            for (var i = 0; i < 10; i++)
            {
                directory.Write(TracefilePath.Parse("a/b/c"), Small);
                directory.Read(TracefilePath.Parse("a/b/c"));
                directory.Read(TracefilePath.Parse("a/x/c"));
                Refusal(() => directory.Write(TracefilePath.Parse("a/b/c/d"), Small));
            }

            Assert.Equal(1, _base.OpenDescriptors());
        }

        Assert.Equal(0, _base.OpenDescriptors());
    }

    [Fact]
    public void AnExistingFileKeepsItsModeAndOwner()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving a file away needs root");
        using var directory = DataDirectory.Open(_data);
        directory.Write(TracefilePath.Parse("x"), Small);
        File.SetUnixFileMode(Path.Combine(_data, "x"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        TemporaryDirectory.Run("chown", "12345:54321", Path.Combine(_data, "x"));
        directory.Write(TracefilePath.Parse("x"), Large);
        Assert.Equal("640 12345 54321", Stat(Path.Combine(_data, "x")));
    }

    [Theory]
    [InlineData("link")] // a link at the target
    [InlineData("dirlink/x")] // a link as the last directory
    [InlineData("a/dirlink/x")] // and in the middle
    [InlineData("dangling")]
    [InlineData("self/x")]
    public void LinksAreNeverFollowed(string name)
    {
        File.WriteAllText(Path.Combine(_outside, "secret"), "secret");
        Directory.CreateDirectory(Path.Combine(_data, "a"));
        File.CreateSymbolicLink(Path.Combine(_data, "link"), Path.Combine(_outside, "secret"));
        File.CreateSymbolicLink(Path.Combine(_data, "dirlink"), _outside);
        File.CreateSymbolicLink(Path.Combine(_data, "a/dirlink"), "../../outside");
        File.CreateSymbolicLink(Path.Combine(_data, "dangling"), Path.Combine(_outside, "new"));
        File.CreateSymbolicLink(Path.Combine(_data, "self"), "."); // stays inside, and is refused all the same
        var before = _base.Names();

        using var directory = DataDirectory.Open(_data);
        Assert.Contains("it is a link", Refusal(() => directory.Write(TracefilePath.Parse(name), Small)).Message, StringComparison.Ordinal);
        Assert.Contains("it is a link", Refusal(() => directory.Read(TracefilePath.Parse(name))).Message, StringComparison.Ordinal);
        Assert.Equal(before, _base.Names());
        Assert.Equal("secret", File.ReadAllText(Path.Combine(_outside, "secret")));
    }

    [Theory]
    [InlineData("mkfifo", "x")]
    [InlineData("mkdir", "x")]
    [InlineData("mknod", "x", "c", "1", "3")]
    [InlineData("mknod", "x", "b", "7", "0")]
    public void OnlyPlainFilesAreTargets(string program, string name, params string[] arguments)
    {
        Assert.SkipUnless(program != "mknod" || Environment.IsPrivilegedProcess, "making a device needs root");
        TemporaryDirectory.Run(program, [Path.Combine(_data, name), .. arguments]);
        using var directory = DataDirectory.Open(_data);
        Assert.Equal(FailureKind.CannotCreate, Refusal(() => directory.Write(TracefilePath.Parse(name), Small)).Kind);
        Assert.Equal(FailureKind.Data, Refusal(() => directory.Read(TracefilePath.Parse(name))).Kind);
        Assert.Equal(["data", "data/x", "outside"], _base.Names());
    }

    [Fact]
    public void AFileIsNoDirectory()
    {
        File.WriteAllText(Path.Combine(_data, "x"), "");
        using var directory = DataDirectory.Open(_data);
        var failure = Refusal(() => directory.Write(TracefilePath.Parse("x/y"), Small));
        Assert.Equal($"cannot use {_data}/x as a directory of tracefiles: it is a link or a file", failure.Message);
    }

    [Fact]
    public void SomeoneWhoSwapsDirectoriesForLinksGainsNothing()
    {
        var swapped = Directory.CreateDirectory(Path.Combine(_data, "a")).FullName;
        var link = File.CreateSymbolicLink(Path.Combine(_data, "link"), _outside).FullName;
        using var stop = new CancellationTokenSource();
        var swaps = 0;
        var attacker = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                swaps += renameat2(-100, swapped, -100, link, RENAME_EXCHANGE) == 0 ? 1 : 0;
            }
        });
        using var directory = DataDirectory.Open(_data);
        attacker.Start();
        var (written, refused) = (0, 0);
        while (written < 200 || refused < 200)
        {
            try
            {
                directory.Write(TracefilePath.Parse("a/x"), Small);
                written++;
            }
            catch (CtraceException refusal)
            {
                Assert.Contains("it is a link", refusal.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        stop.Cancel();
        attacker.Join();
        Assert.True(swaps > 200);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_outside));
    }

    [Theory]
    [InlineData("touch")]
    [InlineData("mkfifo")]
    [InlineData("ln", "-s", "../outside/new")]
    public void WhatACrashLeftIsCleared(string program, params string[] arguments)
    {
        TemporaryDirectory.Run(program, [.. arguments, Path.Combine(_data, ".ctrace.tmp")]);
        using var directory = DataDirectory.Open(_data);
        directory.Write(TracefilePath.Parse("x"), Small);
        Assert.Equal(["data", "data/x", "outside"], _base.Names());
        Assert.Equal(Small, directory.Read(TracefilePath.Parse("x")));
    }

    [Fact]
    public void AReaderSeesTheOldOrTheNewNeverAPart()
    {
        using var directory = DataDirectory.Open(_data);
        var path = TracefilePath.Parse("x");
        directory.Write(path, Small);
        using var stop = new CancellationTokenSource();
        var seen = new HashSet<int>();
        var torn = 0;
        var reader = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var trace = TracefileInput.Read(Path.Combine(_data, "x"));
                seen.Add(trace.Syscalls.Count);
                torn += trace.Equals(Small) || trace.Equals(Large) ? 0 : 1;
            }
        });
        reader.Start();
        for (var i = 0; i < 200; i++)
        {
            directory.Write(path, i % 2 == 0 ? Large : Small);
        }

        stop.Cancel();
        reader.Join();
        Assert.Equal(0, torn);
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void TwoCannotHaveOneDirectory()
    {
        using (DataDirectory.Open(_data))
        {
            var failure = Refusal(() => DataDirectory.Open(_data));
            Assert.Equal(FailureKind.Unavailable, failure.Kind);
            Assert.Equal($"another ctrace is using the data directory {_data}", failure.Message);
        }

        using var again = DataDirectory.Open(_data);
    }

    [Fact]
    public void ADeletedDirectoryIsReported()
    {
        using var directory = DataDirectory.Open(_data);
        Directory.Delete(_data);
        var failure = Refusal(() => directory.Write(TracefilePath.Parse("x"), Small));
        Assert.Equal(FailureKind.CannotCreate, failure.Kind);
        Assert.Contains("No such file or directory (its directory does not exist, or was removed)", failure.Line, StringComparison.Ordinal);
        Assert.Null(directory.Read(TracefilePath.Parse("x")));
    }

    [Fact]
    public void AFullDiskLeavesTheOldFileWhole()
    {
        using var disk = TemporaryDirectory.Mounted("32k");
        using (var directory = DataDirectory.Open(disk.Path))
        {
            directory.Write(TracefilePath.Parse("x"), Small);
            var failure = Refusal(() => directory.Write(TracefilePath.Parse("x"), Huge));
            Assert.Equal(FailureKind.InputOutput, failure.Kind);
            Assert.Equal($"cannot write {disk.Path}/x: No space left on device (make room; what the file held is still there)", failure.Line);
            Assert.Equal(Small, directory.Read(TracefilePath.Parse("x")));
            Assert.Equal(["x"], disk.Names());
            directory.Write(TracefilePath.Parse("x"), Large);
        }
    }

    [Fact]
    public void AReadOnlyDiskIsReported()
    {
        using var disk = TemporaryDirectory.Mounted("32k");
        using (var directory = DataDirectory.Open(disk.Path))
        {
            directory.Write(TracefilePath.Parse("x"), Small);
            disk.MakeReadOnly();
            var failure = Refusal(() => directory.Write(TracefilePath.Parse("x"), Large));
            Assert.Equal(FailureKind.CannotCreate, failure.Kind);
            Assert.Equal($"cannot write {disk.Path}/x: Read-only file system", failure.Message);
            Assert.Equal(Small, directory.Read(TracefilePath.Parse("x")));
        }
    }

    [Fact]
    public void ADamagedFileIsNamedAndLeftAsItIs()
    {
        File.WriteAllText(Path.Combine(_data, "x"), "not a tracefile\n");
        using var directory = DataDirectory.Open(_data);
        Assert.Equal($"{_data}/x:1: expected the section ARCH, found 'not a tracefile'", Refusal(() => directory.Read(TracefilePath.Parse("x"))).Message);
        Assert.Equal("not a tracefile\n", File.ReadAllText(Path.Combine(_data, "x")));
    }

    [Fact]
    public void AnEndlessFileIsNotReadWhole()
    {
        using (var file = File.Create(Path.Combine(_data, "x")))
        {
            file.SetLength(1L << 40);
        }

        using var directory = DataDirectory.Open(_data);
        Assert.Contains("at most 16777216 bytes", Refusal(() => directory.Read(TracefilePath.Parse("x"))).Message, StringComparison.Ordinal);
    }

    private static Trace Large { get; } = TraceOf([.. Enumerable.Range(0, 300).Select(i => $"syscall_{i}")]);

    private static Trace Huge { get; } = TraceOf([.. Enumerable.Range(0, 30_000).Select(i => $"syscall_{i}")]);

    private static Trace TraceOf(params string[] names)
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        foreach (var name in names)
        {
            builder.AddSyscall(new SyscallName(Architecture.X86_64, name), 1);
        }

        return builder.Build();
    }

    private static CtraceException Refusal(Action action) => Assert.Throws<CtraceException>(action);

    private static CtraceException Refusal(Func<object?> action) => Assert.Throws<CtraceException>(action);

    [DllImport("libc.so.6", SetLastError = true)]
    private static extern int renameat2(
        int fromDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    private static string Stat(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%a %u %g", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
