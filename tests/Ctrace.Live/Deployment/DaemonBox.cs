using System.Globalization;
using System.Text;
using Ctrace.Core.Status;
using Ctrace.Core.Tests;
using Ctrace.Core.Tracefiles;
using Xunit;
using Trace = Ctrace.Core.Traces.Trace;

namespace Ctrace.Live.Deployment;

/// <summary>A daemon in a container of its own, with a data directory on the machine.</summary>
internal sealed class DaemonBox : IAsyncDisposable
{
    private const string Ready = "Waiting for Docker events";
    private static int _count;

    private readonly string _name = $"ctrace-box-{Interlocked.Increment(ref _count)}";

    private DaemonBox()
    {
    }

    /// <summary>What deploy/docker-compose.yml gives the daemon. Each is one option, with its value behind '='.</summary>
    public static IReadOnlyList<string> Rights { get; } =
    [
        "--cap-drop=ALL", "--cap-add=SYS_ADMIN", "--cap-add=SYSLOG", "--cap-add=SYS_PTRACE",
        "--security-opt=no-new-privileges", "--network=none", "--pid=host", "--volume=/sys/fs/cgroup:/sys/fs/cgroup:ro",
        $"--volume={Packaged.Socket}:/var/run/docker.sock:ro",
    ];

    /// <summary>Its tracefiles.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("ctrace-data-").FullName;

    /// <summary>What it had said when it was ready, or ended.</summary>
    public string Said { get; private set; } = "";

    /// <summary>Starts a command that becomes a daemon, and waits until it is ready.</summary>
    public static async Task<DaemonBox> StartAsync(string image, IEnumerable<string> options, params string[] command)
    {
        var box = await TryStartAsync(image, options, command);
        Assert.Contains(Ready, box.Said, StringComparison.Ordinal);
        return box;
    }

    /// <summary>The same, but it may end instead.</summary>
    public static async Task<DaemonBox> TryStartAsync(string image, IEnumerable<string> options, params string[] command)
    {
        var box = new DaemonBox();
        await LiveEngine.DockerAsync(["run", "-d", "--name", box._name, .. options, "--volume", $"{box.Data}:/var/lib/ctrace", image, .. command]);
        await Waiting.UntilAsync(
            async () =>
            {
                var ended = await LiveEngine.DockerAsync("inspect", "--format", "{{.State.Running}}", box._name) != "true";
                box.Said = await box.LogAsync();
                return ended || box.Said.Contains(Ready, StringComparison.Ordinal);
            },
            () => box.Said);
        return box;
    }

    /// <summary>Waits until a tracefile holds what is wanted.</summary>
    public async Task<Trace> UntilAsync(string name, Func<Trace, bool> holds)
    {
        var path = Path.Combine(Data, name);
        Trace? trace = null;
        await Waiting.UntilAsync(
            () => Task.FromResult(File.Exists(path) && holds(trace = TracefileReader.Read(File.ReadAllBytes(path), path))),
            async () => $"{path} is not written, or lacks what is expected: {await LogAsync()}");
        return trace!;
    }

    /// <summary>What it has said so far.</summary>
    public async Task<string> LogAsync() => await Command.RunAsync("docker", "logs", _name) is var log ? log.Output + log.Errors : "";

    /// <summary>Runs a command beside it.</summary>
    public Task<Command> ExecAsync(params string[] words) => Command.RunAsync("docker", ["exec", _name, .. words]);

    /// <summary>Has the daemon end; gives the exit code of all. It has the machine's process ids.</summary>
    public async Task<int> StopAsync()
    {
        var status = StatusJson.Read(Encoding.UTF8.GetBytes((await ExecAsync("ctrace", "status", "--json")).Succeeded()));
        (await Command.RunAsync("kill", "-TERM", status.ProcessId.ToString(CultureInfo.InvariantCulture))).Succeeded();
        return int.Parse(await LiveEngine.DockerAsync("wait", _name), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync("docker", "rm", "--force", _name);
        Directory.Delete(Data, recursive: true);
    }
}
