using System.Diagnostics;
using System.IO.Enumeration;
using Xunit;

namespace Ctrace.Tests.Files;

/// <summary>A directory that is gone, with all in it, when the test is.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private bool _mounted;

    public string Path { get; } = Directory.CreateTempSubdirectory("ctrace-test-").FullName;

    /// <summary>A file system of its own, of a few pages, which can be full or read-only. Needs root.</summary>
    public static TemporaryDirectory Mounted(string size)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        var directory = new TemporaryDirectory();
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "ctrace-test", directory.Path);
        directory._mounted = true;
        return directory;
    }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    /// <summary>All below it, sorted, for comparing before and after. Links are not followed.</summary>
    public string[] Names() => [.. new FileSystemEnumerable<string>(
            Path,
            (ref FileSystemEntry entry) => System.IO.Path.GetRelativePath(Path, entry.ToFullPath()),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.Order(StringComparer.Ordinal)];

    /// <summary>How many descriptors of this process are open on it or below it.</summary>
    public int OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Select(entry => new FileInfo(entry).LinkTarget)
        .Count(target => target is not null && target.StartsWith(Path, StringComparison.Ordinal));

    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", Path);
        }

        Directory.Delete(Path, recursive: true);
    }
}
