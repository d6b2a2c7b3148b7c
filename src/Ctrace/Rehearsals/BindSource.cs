using Ctrace.Core;
using Ctrace.Core.Rehearsals;
using Ctrace.Engines.Docker;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Rehearsals;

/// <summary>What a path is that the user binds into the container.</summary>
/// <param name="Path">The whole path, links resolved.</param>
/// <param name="Kind">How the stand-in has it.</param>
/// <param name="Status">What the file system knows of it.</param>
internal sealed record BindSource(string Path, BindKind Kind, FileStatus Status)
{
    private static readonly string[] Sockets = ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"];

    /// <summary>Looks at it.</summary>
    /// <exception cref="CtraceException">Usage: it cannot be had without reaching what is the user's; NoInput: there is none.</exception>
    public static BindSource Of(StandInMount mount, IReadOnlySet<string> allowed)
    {
        var path = System.IO.Path.GetFullPath(mount.Source);
        if (OpenFile.Find(path) is not { } status)
        {
            return !mount.MustExist ? new BindSource(path, BindKind.Missing, default)
                : throw new CtraceException(FailureKind.NoInput, $"there is no {path} to bind", "write its whole path");
        }

        path = Resolve(path);
        var name = Reach(path, status);
        if (name is not null && allowed.Contains(name))
        {
            return new BindSource(path, BindKind.AsItIs, status);
        }

        return name is not null ? throw Allowance.Refusal($"{mount.Source}", Why(name), name)
            : path.AsSpan().IndexOfAny(",:\\\"\n") >= 0 ? throw new CtraceException(FailureKind.Usage, $"a layer cannot be laid over {path}: its name has a comma, a colon, a quote or a backslash", "rename it")
            : new BindSource(path, status.IsDirectory ? BindKind.Layer : BindKind.File, status);
    }

    private static string? Reach(string path, FileStatus status) =>
        status.IsSocket ? Sockets.Contains(System.IO.Path.GetFileName(path)) || DockerEndpoint.FromEnvironment().Name == $"unix://{path}" ? Allowance.Engine : Allowance.HostFiles
        : IsBelow(path, "/dev") && !IsBelow(path, "/dev/shm") ? Allowance.Devices
        : !status.IsDirectory && !status.IsRegular ? Allowance.Devices
        : IsBelow(path, "/proc") || IsBelow(path, "/sys") || path == "/" ? Allowance.HostFiles
        : null;

    private static string Why(string name) => name switch
    {
        Allowance.Engine => "with the engine's socket it could do anything to other containers",
        Allowance.Devices => "what it does with devices is not undone",
        _ => "no throw-away layer can be laid over it",
    };

    private static bool IsBelow(string path, string directory) => path == directory || path.StartsWith($"{directory}/", StringComparison.Ordinal);

    /// <summary>The path without links, as /proc tells it of a descriptor (proc_pid_fd(5)).</summary>
    private static string Resolve(string path)
    {
        using var file = Libc.open(path, Libc.O_PATH | Libc.O_CLOEXEC, 0);
        return file.IsInvalid ? path : new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget ?? path;
    }
}

/// <summary>How a stand-in has what the user binds.</summary>
internal enum BindKind
{
    /// <summary>A directory: under a throw-away layer.</summary>
    Layer,

    /// <summary>A file: a copy.</summary>
    File,

    /// <summary>Nothing is there: a new volume.</summary>
    Missing,

    /// <summary>As it is, since the user asked for that.</summary>
    AsItIs,
}
