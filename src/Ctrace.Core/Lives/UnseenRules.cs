using System.Collections.Frozen;
using System.Globalization;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Lives;

/// <summary>
/// What a container that did one thing often does later: each rule looks at what was recorded, and gives a reason. They say nothing of what was
/// seen. What was measured of services lies behind each: a restart on own data, rotated logs, clean-up, clients, jobs.
/// </summary>
internal static class UnseenRules
{
    /// <summary>From when on a program that is executed was not started by the container's start, in milliseconds.</summary>
    public const ulong LateStart = 10_000;

    private static readonly FrozenSet<string> Makes = Set("mkdir", "mkdirat");
    private static readonly FrozenSet<string> Removes = Set("rmdir", "unlinkat");
    private static readonly FrozenSet<string> Replaces = Set("rename", "renameat", "renameat2", "unlink", "unlinkat");
    private static readonly FrozenSet<string> Accepts = Set("accept", "accept4");
    private static readonly FrozenSet<string> Executes = Set("execve", "execveat");

    // Each is made of files that were opened for writing alone; write itself is every program's.
    private static readonly FrozenSet<string> Writes =
        Set("pwrite64", "pwritev", "pwritev2", "fsync", "fdatasync", "ftruncate", "ftruncate64", "truncate", "truncate64", "fallocate", "sync_file_range", "creat", "copy_file_range");

    // io_uring takes connections without a call; socketcall can be any of them.
    private static readonly FrozenSet<string> OtherWays = Set("io_uring_enter", "socketcall");

    private static readonly FrozenSet<string> Starters =
        Set("cron", "crond", "fcron", "anacron", "atd", "incrond", "supervisord", "runsvdir", "s6-svscan", "systemd", "monit");

    /// <summary>What holds of a trace, the most telling first.</summary>
    public static IReadOnlyList<Unseen> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return [.. new[] { Override(trace), Cleanup(trace), Rotation(trace), Clients(trace), Jobs(trace) }.OfType<Unseen>()];
    }

    /// <summary>Root that gave files away is kept out of them, when it reads them at the next start.</summary>
    internal static Unseen? Override(Trace trace) => trace.Capabilities.Contains("chown") && !trace.NeededCapabilities.Contains("dac_override")
        ? new("CAP_CHOWN without CAP_DAC_OVERRIDE", "at the next start root may be kept out of its own data") : null;

    /// <summary>Directories that are made are removed at some time.</summary>
    internal static Unseen? Cleanup(Trace trace) => Calls(trace, Makes) && !Calls(trace, Removes)
        ? new("mkdir without rmdir", "clean-up") : null;

    /// <summary>Files that are written are replaced, rotated or removed at some time.</summary>
    internal static Unseen? Rotation(Trace trace) => WritesFiles(trace) && !Calls(trace, Replaces)
        ? new("files written, and none renamed or removed", "rotation, clean-up") : null;

    /// <summary>A server that nobody asked has not served. A call to accept that waits is counted, too: one a start.</summary>
    internal static Unseen? Clients(Trace trace)
    {
        if (!Calls(trace, "listen") || Calls(trace, OtherWays))
        {
            return null;
        }

        var accepts = trace.Syscalls.Where(entry => Accepts.Contains(entry.Key.Name)).ToList();
        var asked = accepts.Count > 0 && (accepts.Exists(entry => entry.Value == 0) || accepts.Sum(entry => (decimal)entry.Value) > Math.Max(1, trace.Life.Count));
        return asked ? null : new("it listens, and nobody was seen to connect", "all that serving takes");
    }

    /// <summary>What starts programs at times has more to start.</summary>
    internal static Unseen? Jobs(Trace trace)
    {
        if (trace.Executables.Keys.FirstOrDefault(path => ProgramName.ShortNames(path).Any(Starters.Contains)) is { } starter)
        {
            return new($"{starter} starts programs at times", "what those need that have not run yet");
        }

        var late = trace.SyscallCallers.Where(entry => entry.Key.Caller.Kind == CallerKind.Program && entry.Value >= LateStart && Executes.Contains(entry.Key.Name.Name))
            .OrderBy(entry => entry.Value).ThenBy(entry => entry.Key).Take(1).ToList();
        return late.Count == 0 ? null : new(
            string.Create(CultureInfo.InvariantCulture, $"{late[0].Key.Caller.Path} started a program after {late[0].Value / 1000} s"), "what those need that have not run yet");
    }

    private static bool WritesFiles(Trace trace) => Calls(trace, Writes)
        || trace.Resources.Files.Any(entry => (entry.Value & (FileModes.Write | FileModes.Append)) != 0 && !IsKernels(entry.Key.Path));

    private static bool IsKernels(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal)
        || path.StartsWith("/sys/", StringComparison.Ordinal);

    private static bool Calls(Trace trace, string name) => trace.Syscalls.Keys.Any(call => call.Name == name);

    private static bool Calls(Trace trace, FrozenSet<string> names) => trace.Syscalls.Keys.Any(call => names.Contains(call.Name));

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>Something that a recording has not, and that the container may need later.</summary>
/// <param name="What">What was seen and what was not.</param>
/// <param name="Why">What may need it.</param>
internal sealed record Unseen(string What, string Why)
{
    /// <summary>Both, as part of a sentence.</summary>
    public override string ToString() => $"{What} ({Why})";
}
