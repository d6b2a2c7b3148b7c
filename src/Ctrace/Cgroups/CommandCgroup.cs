using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Cgroups;

/// <summary>A cgroup of its own for a command, at the top of the hierarchy. Disposing moves what is left in it out and removes it.</summary>
internal sealed class CommandCgroup : IDisposable
{
    private readonly string _root;

    private CommandCgroup(string root, CgroupDirectory directory) => (_root, Directory) = (root, directory);

    /// <summary>Where it is.</summary>
    public CgroupDirectory Directory { get; }

    /// <summary>Makes the cgroup.</summary>
    /// <param name="layout">Where cgroups are.</param>
    /// <param name="suffix">What its name ends in, behind this process's id: nothing where there is only one.</param>
    /// <exception cref="CtraceException">CannotCreate, Permission: the file system refuses.</exception>
    public static CommandCgroup Create(CgroupLayout layout, string suffix = "")
    {
        var (root, hierarchy) = layout.V2Mount is { } v2 ? (v2, 0u) : (layout.V1Mount!, layout.V1Hierarchy);
        var name = $"ctrace-{Environment.ProcessId}{suffix}";
        var path = Path.Combine(root, name);
        try
        {
            System.IO.Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CtraceException(failure is IOException ? FailureKind.CannotCreate : FailureKind.Permission,
                $"cannot make the cgroup {path}: {failure.Message}", "run as root, where the cgroup file system is writable", failure);
        }

        var id = Kernfs.Id(path) ?? throw new CtraceException(FailureKind.CannotCreate, $"the cgroup {path} has gone", "nothing else may remove it");
        return new CommandCgroup(root, new CgroupDirectory(name, [path], [new CgroupKey(id, hierarchy)]));
    }

    /// <summary>
    /// Starts a command in it, on this terminal. A shell moves itself there and then becomes the command: what it does
    /// before is not the command's.
    /// </summary>
    /// <exception cref="CtraceException">NoInput: there is no such command. Unavailable: no /bin/sh.</exception>
    public Process Start(IReadOnlyList<string> command)
    {
        if (!IsExecutable(command[0]))
        {
            throw new CtraceException(FailureKind.NoInput, $"cannot run {command[0]}: not found", "name a program on PATH, or by its path");
        }

        const string Enter = "echo 0 > \"$1\" && shift && exec \"$@\"";
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (string[])["-c", Enter, "sh", Path.Combine(Directory.Paths[0], "cgroup.procs"), .. command])
        {
            start.ArgumentList.Add(word);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new CtraceException(FailureKind.Unavailable, $"cannot start /bin/sh: {failure.Message}", "a shell moves the command into its cgroup", failure);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Whoever goes on (a daemon that the command left, a command past its time) goes on at the top.
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                foreach (var process in File.ReadAllLines(Path.Combine(Directory.Paths[0], "cgroup.procs")))
                {
                    File.WriteAllText(Path.Combine(_root, "cgroup.procs"), process);
                }

                System.IO.Directory.Delete(Directory.Paths[0]);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(10); // a process on its way out still counts
            }
        }
    }

    private static bool IsExecutable(string command) => command.Contains('/', StringComparison.Ordinal)
        ? File.Exists(command)
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':')
            .Any(directory => File.Exists(Path.Combine(directory.Length == 0 ? "." : directory, command)));
}
