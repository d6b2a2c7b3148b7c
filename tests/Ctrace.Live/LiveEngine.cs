using System.Globalization;
using Ctrace.Core.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Ctrace.Live.LiveEngine))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Ctrace.Live;

/// <summary>
/// The engine that <c>scripts/engine alone</c> started for these tests and ends after them, whatever becomes of them: the tests may
/// stop it, start it and remove all that is in it. Everything in a test's containers comes from one image.
/// </summary>
public sealed class LiveEngine : IAsyncLifetime
{
    /// <summary>An image with busybox, the programs of tests/workloads, strace, nginx, redis, sqlite and perl.</summary>
    public const string Image = "ctrace-live";

    /// <summary>Why tests are skipped.</summary>
    public const string Missing = "needs root and an engine of its own: run ./build live as root";

    private static readonly string? Place = Environment.GetEnvironmentVariable("CTRACE_ENGINE");

    /// <summary>Whether there is such an engine.</summary>
    public static bool IsThere => Place is not null;

    /// <summary>Where it has all that it makes.</summary>
    public static string Home => Place!;

    /// <summary>The process id of its containerd, whose descendants all containers are.</summary>
    public static int Containerd => int.Parse(File.ReadAllText($"{Place}/containerd.pid"), CultureInfo.InvariantCulture);

    /// <summary>Runs the docker client, and gives what it printed, trimmed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> DockerAsync(params string[] arguments) => (await Command.RunAsync("docker", arguments)).Succeeded();

    /// <summary>Starts dockerd, and waits until it answers.</summary>
    public static async Task StartAsync() => await ScriptAsync("engine", "resume", Place!);

    /// <summary>Stops dockerd as its service manager does; its containers end with it.</summary>
    public static async Task StopAsync() => await ScriptAsync("engine", "halt", Place!);

    /// <summary>Kills dockerd, which has no time to do anything about its containers.</summary>
    public static async Task KillAsync()
    {
        (await Command.RunAsync("kill", "-KILL", await ProcessAsync())).Succeeded();
        await Waiting.UntilAsync(async () => !await RunsAsync(), () => "dockerd does not die");
    }

    /// <summary>Runs a program where the engine runs, to its end.</summary>
    public static async Task EnterAsync(params string[] command) => await ScriptAsync("engine", ["enter", Place!, .. command]);

    /// <summary>Whether dockerd lives.</summary>
    public static async Task<bool> RunsAsync()
    {
        try
        {
            // What nobody has waited for is dead all the same (proc_pid_stat(5)).
            return !(await File.ReadAllTextAsync($"/proc/{await ProcessAsync()}/stat")).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Has dockerd read another configuration (dockerd(8), those that can be changed while it runs), and waits until it goes by it.</summary>
    /// <param name="configuration">The whole of it.</param>
    /// <param name="liveRestore">What it then says of live-restore.</param>
    public static async Task ConfigureAsync(string configuration, string liveRestore)
    {
        await File.WriteAllTextAsync($"{Place}/daemon.json", configuration);
        (await Command.RunAsync("kill", "-HUP", await ProcessAsync())).Succeeded();
        await Waiting.UntilAsync(
            async () => await DockerAsync("info", "--format", "{{.LiveRestoreEnabled}}") == liveRestore, () => "dockerd does not take its configuration");
    }

    private static async Task<string> ProcessAsync() => (await File.ReadAllTextAsync($"{Place}/dockerd.pid")).Trim();

    /// <summary>Removes all containers; those that are being removed already (<c>--rm</c>) are waited for.</summary>
    public static async Task RemoveAllAsync()
    {
        var ids = "";
        await Waiting.UntilAsync(
            async () =>
            {
                ids = await DockerAsync("ps", "--all", "--quiet");
                if (ids.Length > 0)
                {
                    await Command.RunAsync("docker", ["rm", "--force", "--volumes", .. ids.Split('\n')]);
                }

                return ids.Length == 0;
            },
            () => $"containers cannot be removed: {ids}");
    }

    /// <summary>Runs one of the repository's scripts.</summary>
    public static async Task<string> ScriptAsync(string name, params string[] arguments) =>
        (await Command.RunAsync($"{Repository.Root}/scripts/{name}", arguments)).Succeeded();

    public async ValueTask InitializeAsync()
    {
        if (IsThere)
        {
            await ImportAsync();
        }
    }

    /// <summary>Fails the run when the tests left anything behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsThere)
        {
            Assert.Empty(await Leftovers.FindAsync(Place!));
        }
    }

    /// <summary>Makes the image in the engine that DOCKER_HOST leads to.</summary>
    public static async Task ImportAsync()
    {
        var workloads = Directory.EnumerateFiles(Repository.Workloads).Select(file => $"{file}=/bin/{Path.GetFileName(file)}");
        var sources = Path.GetDirectoryName(Repository.Workloads)!;
        await ScriptAsync("image",
            [Image, .. workloads, "/usr/bin/strace", "/usr/sbin/nginx", "/usr/bin/redis-server", "/usr/bin/redis-cli", "/usr/bin/redis-benchmark", "/usr/bin/sqlite3", "/usr/bin/perl",
                $"{sources}/nginx.conf=/etc/nginx/nginx.conf", $"{sources}/nginx.conf=/srv/file"]);
    }
}
