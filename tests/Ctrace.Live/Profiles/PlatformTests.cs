using System.Text.Json.Nodes;
using Xunit;

namespace Ctrace.Live.Profiles;

/// <summary>
/// One recording, made under Docker, as other platforms take it: what was recorded works under each, and what was not is
/// refused.
/// </summary>
[Collection("engine")]
public sealed class PlatformTests : IAsyncLifetime
{
    // glibc makes threads: clone3 has to fail with ENOSYS, or there are none. chown needs its capability.
    private const string Recorded = "glibc && chown 1 /tmp && echo works";
    private const string NotRecorded = "; mkfifo /tmp/new; chroot / true";

    private readonly string _directory = Directory.CreateTempSubdirectory("ctrace-platforms-").FullName;

    private string Trace => $"{_directory}/trace";

    private string Root => $"{_directory}/bundle/rootfs";

    public async ValueTask InitializeAsync()
    {
        if (LiveEngine.IsThere)
        {
            (await Command.RunAsync(Repository.Ctrace, "run", "-o", Trace, "--", "--rm", LiveEngine.Image, "sh", "-c", Recorded)).Succeeded();
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [LiveFact]
    public async Task RuncRunsAPatchedBundle()
    {
        await UnpackAsync();
        await Command.RunAsync("runc", "spec", "--bundle", $"{_directory}/bundle");
        var config = JsonNode.Parse(File.ReadAllText($"{_directory}/bundle/config.json"))!;
        config["process"]!["terminal"] = false;
        config["process"]!["args"] = new JsonArray("sh", "-c", Recorded + NotRecorded);
        config["process"]!["rlimits"] = new JsonArray();
        config["root"]!["readonly"] = false;
        File.WriteAllText($"{_directory}/bundle/config.json", config.ToJsonString());
        (await Command.RunAsync(Repository.Ctrace, "profile", "oci", "--patch", $"{_directory}/bundle", Trace)).Succeeded();

        AssertRestricted(await Command.RunAsync("runc", "--root", $"{_directory}/runc", "run", "--bundle", $"{_directory}/bundle", "ctrace-live-bundle"));
    }

    [LiveFact]
    public async Task PodmanRunsWithTheOptions()
    {
        await using var podman = await PodmanBox.CreateAsync(_directory, LiveEngine.Image);
        var options = (await Command.RunAsync(Repository.Ctrace, "profile", "podman", "--output", $"{_directory}/profile.json", Trace)).Succeeded();
        AssertRestricted(await podman.RunAsync([.. options.Split(' '), LiveEngine.Image, "sh", "-c", Recorded + NotRecorded]));
    }

    [LiveFact]
    public async Task PodmanFindsTheProfileInTheImage()
    {
        await using var podman = await PodmanBox.CreateAsync(_directory, LiveEngine.Image);
        var label = (await Command.RunAsync(Repository.Ctrace, "profile", "podman", "--label", Trace)).Succeeded();
        var word = (await Command.RunAsync("sh", "-c", $"printf %s {label}")).Succeeded();
        await podman.BuildAsync("restricted", word);
        AssertRestricted(await podman.RunAsync(["--seccomp-policy=image", "restricted", "sh", "-c", Recorded + NotRecorded]));
    }

    [LiveFact]
    public async Task SystemdRunsTheService()
    {
        await UnpackAsync();
        await using var box = await SystemdBox.StartAsync(_directory);
        (await Command.RunAsync(Repository.Ctrace, "profile", "systemd", "--output", $"{_directory}/ctrace.conf", Trace)).Succeeded();
        AssertRestricted(await box.RunServiceAsync($"RootDirectory={Root}\nExecStart=/bin/sh -c '{Recorded}{NotRecorded}'", $"{_directory}/ctrace.conf"));
    }

    [LiveFact]
    public async Task ComposeRunsThePatchedService()
    {
        var file = $"{_directory}/compose.yml";
        File.WriteAllText(file, $"services:\n  web:\n    image: {LiveEngine.Image}\n    network_mode: none\n    command: [sh, -c, \"{Recorded}{NotRecorded}\"]\n");
        (await Command.RunAsync(Repository.Ctrace, "profile", "compose", "-o", $"{_directory}/web.json", "--patch", file, "--service", "web", Trace)).Succeeded();
        try
        {
            AssertRestricted(await Command.RunAsync("docker-compose", "--file", file, "run", "-T", "--rm", "web"));
        }
        finally
        {
            await Command.RunAsync("docker-compose", "--file", file, "down");
        }
    }

    private async Task UnpackAsync()
    {
        Directory.CreateDirectory(Root);
        var id = await LiveEngine.DockerAsync("create", LiveEngine.Image, "true");
        (await Command.RunAsync("sh", "-c", $"docker export {id} | tar -x -C {Root}")).Succeeded();
        await LiveEngine.DockerAsync("rm", id);
    }

    private static void AssertRestricted(Command run)
    {
        Assert.True(run.Output.Contains("works", StringComparison.Ordinal), run.Errors + run.Output);
        Assert.Contains("mkfifo: /tmp/new: Operation not permitted", run.Errors, StringComparison.Ordinal);
        Assert.Contains("chroot: can't change root directory to '/': Operation not permitted", run.Errors, StringComparison.Ordinal);
    }
}
