using System.Diagnostics;
using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Engines.Docker;
using Xunit;

[assembly: AssemblyFixture(typeof(Ctrace.Live.Engines.PrivateEngine))]

namespace Ctrace.Live.Engines;

/// <summary>
/// A Docker engine for the tests alone, with its own containerd, sockets, images, storage and network, so that it neither sees nor
/// disturbs another. DOCKER_HOST leads to it while it lives. Made once for all tests, it takes about a second.
/// </summary>
public sealed class PrivateEngine : IAsyncLifetime
{
    /// <summary>An image that holds a static busybox and nothing else.</summary>
    public const string Image = "ctrace-live";

    private readonly string _directory = Directory.CreateTempSubdirectory("ctrace-live-").FullName;
    private Process? _containerd;
    private Process? _dockerd;

    private string Socket => $"{_directory}/docker.sock";

    private string Containerd => $"{_directory}/containerd.sock";

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", $"unix://{Socket}");
        _containerd = Daemon("containerd",
            "containerd", "--root", $"{_directory}/containerd", "--state", $"{_directory}/containerd-state", "--address", Containerd);
        await UntilAsync("containerd", () => DockerEndpoint.Parse($"unix://{Containerd}").ConnectAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
        await StartAsync();
        var (status, _, error) = await CommandAsync("sh", "-c",
            $"mkdir -p {_directory}/image/bin && cp \"$(command -v busybox)\" {_directory}/image/bin && tar c -C {_directory}/image . | docker import - {Image}");
        Assert.True(status == 0, error);
    }

    /// <summary>Starts dockerd, and waits until it answers.</summary>
    public async Task StartAsync()
    {

        // In a network namespace: two engines share docker0, and one that is told to do without it (--bridge none) removes the other's.
        _dockerd = Daemon("dockerd",
            "unshare", "--net", "dockerd", "--containerd", Containerd, "--host", $"unix://{Socket}", "--data-root", $"{_directory}/docker",
            "--exec-root", $"{_directory}/docker-state", "--pidfile", $"{_directory}/docker.pid", "--iptables=false", "--ip6tables=false");
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        await UntilAsync("dockerd", () => engine.PingAsync(CancellationToken.None));
    }

    /// <summary>Stops dockerd as its service manager does; its containers end with it.</summary>
    public Task StopAsync() => StopAsync(_dockerd);

    /// <summary>Runs the docker client, and gives what it printed, trimmed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> DockerAsync(params string[] arguments)
    {
        var (status, output, error) = await CommandAsync("docker", ["--host", $"unix://{Socket}", .. arguments]);
        return status == 0 ? output : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Removes all containers.</summary>
    public async Task RemoveAllAsync()
    {
        var ids = await DockerAsync("ps", "--all", "--quiet");
        if (ids.Length > 0)
        {
            await DockerAsync(["rm", "--force", .. ids.Split('\n')]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RemoveAllAsync();
        }
        finally
        {
            await StopAsync(_dockerd);
            await StopAsync(_containerd);
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static async Task<(int Status, string Output, string Error)> CommandAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var written = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, written[0].Trim(), written[1].Trim());
    }

    private static async Task StopAsync(Process? process)
    {
        if (process is { HasExited: false })
        {
            Assert.Equal(0, kill(process.Id, 15));
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        process?.Dispose();
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int sig);

    /// <summary>A daemon in a session of its own, so that a ^C for the tests does not end it before them.</summary>
    private Process Daemon(string name, params string[] command)
        => Process.Start("setsid", ["sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", $"{_directory}/{name}.log", .. command]);

    private async Task UntilAsync(string name, Func<Task> answers)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await answers();
                return;
            }
            catch (CtraceException failure)
            {
                var log = $"{_directory}/{name}.log";
                Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"{failure.Line}\n{(File.Exists(log) ? File.ReadAllText(log) : "")}");
                await Task.Delay(50);
            }
        }
    }
}
