using System.Globalization;
using Ctrace.Core;
using Ctrace.Processes;

namespace Ctrace.Inspections;

/// <summary>Reads what /proc has of a process.</summary>
internal static class ProcessFiles
{
    /// <summary>What restricts a process.</summary>
    /// <exception cref="CtraceException">NoInput: there is no such process. Permission: it may not be looked at.</exception>
    public static ProcessSecurity Read(int process)
    {
        var directory = $"/proc/{process}";
        var born = ProcessStat.Of(process)?.StartTicks;
        var status = ProcFiles.StatusFields(Text($"{directory}/status"));
        var security = ProcessSecurity.Of(process, status) with
        {
            AppArmor = Label($"{directory}/attr/apparmor/current"),
            Selinux = Directory.Exists("/sys/fs/selinux/class") ? Label($"{directory}/attr/current") : null,
            SharesUserNamespace = Namespace(process.ToString(CultureInfo.InvariantCulture)) == Namespace("self"),
            UserIds = ProcessSecurity.Map(Text($"{directory}/uid_map")),
            GroupIds = ProcessSecurity.Map(Text($"{directory}/gid_map")),
            DifferingThreads = Threads(directory).Count(thread => Seccomp(thread) != Seccomp(status)),
        };
        return ProcessStat.Of(process)?.StartTicks == born ? security : throw Gone(process);
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
                threads.Add(ProcFiles.StatusFields(File.ReadAllText($"{thread}/status")));
            }
        }
        catch (IOException)
        {
            // A thread has ended, or all of them, which is seen later.
        }

        return threads;
    }

    /// <summary>A label of a security module; null where it is off, or has nothing to say.</summary>
    private static string? Label(string path) => ProcFiles.Text(path)?.TrimEnd('\n', '\0') is { Length: > 0 } label ? label : null;

    /// <summary>The user namespace, as <c>user:[4026531837]</c>, which takes the rights that ptrace takes (namespaces(7)).</summary>
    private static string Namespace(string process) => ProcFiles.Link($"/proc/{process}/ns/user")
        ?? throw new CtraceException(FailureKind.Permission, $"cannot read the namespaces of process {process}: permission denied",
            Environment.IsPrivilegedProcess ? "it needs CAP_SYS_PTRACE over that process: run outside of containers and sandboxes" : "run as root");

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
