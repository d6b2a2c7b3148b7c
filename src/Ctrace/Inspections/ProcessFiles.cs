using System.Globalization;
using Ctrace.Core;

namespace Ctrace.Inspections;

/// <summary>Reads what /proc has of a process.</summary>
internal static class ProcessFiles
{
    /// <summary>What restricts a process.</summary>
    /// <exception cref="CtraceException">NoInput: there is no such process. Permission: it may not be looked at.</exception>
    public static ProcessSecurity Read(int process)
    {
        var directory = $"/proc/{process}";
        var born = StartTime(directory);
        var status = Status($"{directory}/status");
        var security = ProcessSecurity.Of(process, status) with
        {
            AppArmor = Label($"{directory}/attr/apparmor/current"),
            Selinux = Directory.Exists("/sys/fs/selinux/class") ? Label($"{directory}/attr/current") : null,
            SharesUserNamespace = Namespace(process.ToString(CultureInfo.InvariantCulture)) == Namespace("self"),
            UserIds = ProcessSecurity.Map(Text($"{directory}/uid_map")),
            GroupIds = ProcessSecurity.Map(Text($"{directory}/gid_map")),
            DifferingThreads = Threads(directory).Count(thread => Seccomp(thread) != Seccomp(status)),
        };
        return StartTime(directory) == born ? security : throw Gone(process);
    }

    /// <summary>Whether a process is in a cgroup whose name has an id in it.</summary>
    public static bool IsInCgroup(int process, string id) => Text($"/proc/{process}/cgroup").Contains(id, StringComparison.Ordinal);

    private static (string?, string?) Seccomp(Dictionary<string, string> status) => (status.GetValueOrDefault("Seccomp"), status.GetValueOrDefault("Seccomp_filters"));

    private static List<Dictionary<string, string>> Threads(string directory)
    {
        var threads = new List<Dictionary<string, string>>();
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"{directory}/task"))
            {
                threads.Add(Lines(File.ReadAllText($"{thread}/status")));
            }
        }
        catch (IOException)
        {
            // A thread has ended, or all of them, which is seen later.
        }

        return threads;
    }

    private static Dictionary<string, string> Status(string path) => Lines(Text(path));

    // A name can hold no line feed: the kernel escapes it (fs/proc/array.c, proc_task_name).
    private static Dictionary<string, string> Lines(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return fields;
    }

    /// <summary>When it started, in ticks since boot: field 22 of stat (proc(5)). Another process with its id started later.</summary>
    private static ulong StartTime(string directory)
    {
        var text = Text($"{directory}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 ? ulong.Parse(fields[19], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>A label of a security module; null where it is off, or has nothing to say.</summary>
    private static string? Label(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\n', '\0') is { Length: > 0 } label ? label : null;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The user namespace, as <c>user:[4026531837]</c>, which takes the rights that ptrace takes (namespaces(7)).</summary>
    private static string Namespace(string process)
    {
        string? target = null;
        try
        {
            target = new FileInfo($"/proc/{process}/ns/user").LinkTarget;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            // Told below, as a link that cannot be read.
        }

        return target ?? throw new CtraceException(FailureKind.Permission, $"cannot read the namespaces of process {process}", "run as root");
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException refusal)
        {
            throw new CtraceException(FailureKind.Permission, $"cannot read {path}: Permission denied", "run as root", refusal);
        }
        catch (IOException)
        {
            throw Gone(int.Parse(path.Split('/')[2], CultureInfo.InvariantCulture));
        }
    }

    private static CtraceException Gone(int process) => new(FailureKind.NoInput, $"there is no process {process}", "see 'ps -e', or give a container's name");
}
