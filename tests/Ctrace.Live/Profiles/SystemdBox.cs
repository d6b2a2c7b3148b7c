using Ctrace.Core.Tests;

namespace Ctrace.Live.Profiles;

/// <summary>A systemd in namespaces of its own (scripts/systemd-box) that runs one service.</summary>
internal sealed class SystemdBox : IAsyncDisposable
{
    private const string Units = "/run/systemd/system";

    private readonly string _directory;
    private readonly string _pid;

    private SystemdBox(string directory, string pid)
    {
        _directory = directory;
        _pid = pid;
    }

    public static async Task<SystemdBox> StartAsync(string directory)
    {
        var box = $"{directory}/box";
        Directory.CreateDirectory(box);
        await LiveEngine.ScriptAsync("systemd-box", "start", box);
        return new SystemdBox(box, await LiveEngine.ScriptAsync("systemd-box", "pid", box));
    }

    /// <summary>Runs a service to its end.</summary>
    /// <param name="settings">What its unit says.</param>
    /// <param name="dropIn">A drop-in to add.</param>
    public async Task<Command> RunServiceAsync(string settings, string dropIn)
    {
        var units = $"{Root}{Units}";
        Directory.CreateDirectory($"{units}/web.service.d");
        File.WriteAllText($"{units}/web.service",
            $"[Unit]\nDefaultDependencies=no\n[Service]\nType=exec\n{settings}\nStandardOutput=file:{_directory}/output\nStandardError=file:{_directory}/errors\n");
        File.Copy(dropIn, $"{units}/web.service.d/ctrace.conf");
        (await SystemctlAsync("daemon-reload")).Succeeded();
        var started = await SystemctlAsync("start", "web.service");
        await Waiting.UntilAsync(
            async () => started.Status != 0 || (await SystemctlAsync("is-active", "web.service")).Status != 0, () => "the service does not end");

        return new Command(started.Status, Read("output"), Read("errors") + started.Errors);
    }

    /// <summary>Its root directory, as seen from here.</summary>
    public string Root => $"/proc/{_pid}/root";

    /// <summary>Runs a command in its namespaces.</summary>
    public Task<Command> EnterAsync(params string[] words) => Command.RunAsync("nsenter", ["--target", _pid, "--all", .. words]);

    /// <summary>Tells it something.</summary>
    public Task<Command> SystemctlAsync(params string[] words) => EnterAsync(["systemctl", .. words]);

    public async ValueTask DisposeAsync() => await LiveEngine.ScriptAsync("systemd-box", "stop", _directory);

    private string Read(string name) => File.Exists($"{_directory}/{name}") ? File.ReadAllText($"{_directory}/{name}") : "";
}
