namespace Ctrace.Live.Profiles;

/// <summary>A Podman with a storage of its own, that has one of the engine's images.</summary>
internal sealed class PodmanBox : IAsyncDisposable
{
    // This machine may not raise limits (CAP_SYS_RESOURCE), and crun 1.8 wants one cgroup hierarchy alone.
    private static readonly string[] Always = ["--rm", "--network=none", "--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096"];

    private readonly string _directory;
    private readonly bool _hadParent = Parents().Any();

    private PodmanBox(string directory) => _directory = directory;

    public static async Task<PodmanBox> CreateAsync(string directory, string image)
    {
        var box = new PodmanBox($"{directory}/podman");
        Directory.CreateDirectory($"{box._directory}/context");
        (await Command.RunAsync("docker", "save", "--output", $"{box._directory}/image.tar", image)).Succeeded();
        (await box.PodmanAsync("load", "--input", $"{box._directory}/image.tar")).Succeeded();
        File.WriteAllText($"{box._directory}/context/Dockerfile", $"FROM localhost/{image}\n");
        return box;
    }

    /// <summary>podman run, with what this machine needs.</summary>
    public Task<Command> RunAsync(string[] arguments) => PodmanAsync(["run", .. Always, .. arguments]);

    /// <summary>Makes an image of the one that is there.</summary>
    public async Task BuildAsync(string name, params string[] options) =>
        (await PodmanAsync(["build", .. options, "--tag", name, $"{_directory}/context"])).Succeeded();

    public async ValueTask DisposeAsync()
    {
        await PodmanAsync("rm", "--all", "--force");
        if (!_hadParent)
        {
            foreach (var parent in Parents())
            {
                await Command.RunAsync("find", parent, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+");
            }
        }
    }

    private static IEnumerable<string> Parents() => Directory.EnumerateDirectories("/sys/fs/cgroup", "libpod_parent", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 });

    private Task<Command> PodmanAsync(params string[] arguments) => Command.RunAsync("podman",
        ["--runtime=runc", $"--root={_directory}/storage", $"--runroot={_directory}/run", $"--tmpdir={_directory}/tmp", "--storage-driver=vfs", "--cgroup-manager=cgroupfs", "--events-backend=none", .. arguments]);
}
