using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>deploy/docker-compose.yml, from nothing to a tracefile.</summary>
[Collection("deployment")]
public sealed class ComposeTests(Packaged packaged)
{
    [LiveFact]
    public async Task UpWaitsForEventsAndTracefilesAppearInData()
    {
        Assert.True(Directory.Exists(packaged.Place));
        var directory = Directory.CreateTempSubdirectory("ctrace-compose-").FullName;
        foreach (var file in (string[])["docker-compose.yml", "seccomp.json"])
        {
            File.Copy($"{Repository.Root}/deploy/{file}", $"{directory}/{file}");
        }

        try
        {
            // As in the directory of its file: the profile's path is relative.
            Task<Command> ComposeAsync(string words) => Command.RunAsync("sh", "-c", $"cd {directory} && DOCKER_SOCKET={Packaged.Socket} docker-compose {words}");
            (await ComposeAsync("up -d")).Succeeded();
            var said = "";
            await Waiting.UntilAsync(
                async () => (said = (await ComposeAsync("logs --no-color")).Output).Contains("Waiting", StringComparison.Ordinal), () => said);

            Assert.Contains("ctrace    | Waiting for Docker events\n", said, StringComparison.Ordinal);
            await LiveEngine.DockerAsync("run", "--rm", "--network=none", "--label", "ctrace.tracefile=web", LiveEngine.Image, "/bin/busybox", "true");
            await Waiting.UntilAsync(() => Task.FromResult(File.Exists($"{directory}/data/web")), () => LiveEngine.DockerAsync("logs", "ctrace"));

            (await ComposeAsync("down")).Succeeded();
        }
        finally
        {
            await LiveEngine.RemoveAllAsync();
            Directory.Delete(directory, recursive: true);
        }
    }
}
