using System.Globalization;
using System.Text;
using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>A daemon in a container.</summary>
internal sealed class DaemonBox : IAsyncDisposable
{
    private const string Name = "ctrace-box";

    /// <summary>All that it is given in a container, but for the seccomp profile (docs/deploy.md). Each is one option, with its value behind '='.</summary>
    public static IReadOnlyList<string> Rights { get; } =
    [
        "--cap-drop=ALL", "--cap-add=SYS_ADMIN", "--cap-add=SYSLOG", "--cap-add=SYS_PTRACE",
        "--security-opt=no-new-privileges", "--network=none", "--pid=host", "--volume=/sys/fs/cgroup:/sys/fs/cgroup:ro",
        $"--volume={Packaged.Socket}:/var/run/docker.sock:ro",
    ];

    /// <summary>What dpkg has put there.</summary>
    public string Files { get; private init; } = "";

    /// <summary>Runs a command that becomes a daemon, and waits until it is ready.</summary>
    public static async Task<DaemonBox> StartAsync(string image, DataMount data, IReadOnlyList<string> options, params string[] command)
    {
        var log = await TryStartAsync(image, data, options, command);
        Assert.True(log.Contains("Waiting for Docker events", StringComparison.Ordinal), log);
        var files = await Command.RunAsync("docker", "exec", Name, "sh", "-c", "cat /var/lib/dpkg/info/ctrace.list 2>/dev/null");
        return new DaemonBox { Files = files.Output };
    }

    /// <summary>The same, but it may fail: gives what it has said by then.</summary>
    public static async Task<string> TryStartAsync(string image, DataMount data, IReadOnlyList<string> options, params string[] command)
    {
        await Command.RunAsync("docker", "rm", "--force", Name);
        var run = await Command.RunAsync("docker", ["run", "-d", "--name", Name, .. options, "--volume", $"{data.Path}:/var/lib/ctrace", image, .. command]);
        if (run.Status != 0)
        {
            return run.Errors;
        }

        for (var tries = 0; ; tries++)
        {
            var (said, running) = (await LogAsync(), await LiveEngine.DockerAsync("inspect", "--format", "{{.State.Running}}", Name));
            if (said.Contains("Waiting for Docker events", StringComparison.Ordinal) || running != "true" || tries == 200)
            {
                return running == "true" ? said : await LogAsync();
            }

            await Task.Delay(50);
        }
    }

    /// <summary>What it has said so far.</summary>
    public static async Task<string> LogAsync() => await Command.RunAsync("docker", "logs", Name) is var log ? log.Output + log.Errors : "";

    public static Task<Command> ExecAsync(params string[] words) => Command.RunAsync("docker", ["exec", Name, .. words]);

    /// <summary>Has its daemon end; gives the exit code of all. It has the machine's process ids.</summary>
    public static async Task<int> StopAsync()
    {
        var status = StatusJson.Read(Encoding.UTF8.GetBytes((await ExecAsync("ctrace", "status", "--json")).Succeeded()));
        (await Command.RunAsync("kill", "-TERM", status.ProcessId.ToString(CultureInfo.InvariantCulture))).Succeeded();
        return int.Parse(await LiveEngine.DockerAsync("wait", Name), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync("docker", "rm", "--force", Name);
}
