using System.Text.Json;
using Xunit;

namespace Ctrace.Live.Profiles;

/// <summary>Real containers, scored by what they were created with.</summary>
[Collection("engine")]
public sealed class ScoreTests
{
    [LiveTheory]
    [InlineData(14, false)]
    [InlineData(1, false, "--cap-drop", "ALL", "--cap-add", "NET_RAW")]
    [InlineData(15, true, "--cap-add", "SYS_ADMIN")]
    [InlineData(14, true, "--security-opt", "seccomp=unconfined")]
    public async Task AContainerIsScoredByItsOptions(int capabilities, bool more, params string[] options)
    {
        var id = await LiveEngine.DockerAsync(["create", .. options, LiveEngine.Image, "true"]);
        try
        {
            var run = await Command.RunAsync(Repository.Ctrace, "score", "--json", id);
            Assert.Equal((0, ""), (run.Status, run.Errors));
            var score = JsonDocument.Parse(run.Output).RootElement;
            Assert.Equal(capabilities, score.GetProperty("capabilities").GetProperty("granted").GetArrayLength());
            Assert.Equal(more, score.GetProperty("syscalls").GetProperty("more_than_default").GetArrayLength() > 0);
        }
        finally
        {
            await LiveEngine.DockerAsync("rm", id);
        }
    }

    [LiveFact]
    public async Task TheProfileOfAContainerIsItsOwn()
    {
        var directory = Directory.CreateTempSubdirectory("ctrace-score-");
        try
        {
            var profile = Path.Combine(directory.FullName, "p.json");
            (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--base", "docker-default", "--allow", "keyctl", "-o", profile)).Succeeded();
            var id = await LiveEngine.DockerAsync("create", "--security-opt", $"seccomp={profile}", LiveEngine.Image, "true");
            var score = JsonDocument.Parse((await Command.RunAsync(Repository.Ctrace, "score", "--json", id)).Succeeded()).RootElement;
            await LiveEngine.DockerAsync("rm", id);
            Assert.Equal(["keyctl"], score.GetProperty("syscalls").GetProperty("more_than_default").EnumerateArray().Select(name => name.GetString()));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
