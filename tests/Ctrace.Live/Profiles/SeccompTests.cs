using Xunit;

namespace Ctrace.Live.Profiles;

/// <summary>Profiles that <c>ctrace profile seccomp</c> writes, under which real containers run.</summary>
[Collection("engine")]
public sealed class SeccompTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-seccomp-");

    private string Profile => Path.Combine(_directory.FullName, "profile.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public async Task TheDefaultWithoutChmodIsTheDefaultButForThat()
    {
        await WriteAsync("--base", "docker-default", "--deny", "chmod,fchmod,fchmodat,fchmodat2");
        Assert.Equal("755", (await RunAsync("sh", "-c", "chown 1 /tmp && mkdir /tmp/a && threads >/dev/null && stat -c %a /tmp/a")).Succeeded());
        var chmod = await RunAsync("chmod", "777", "/tmp");
        Assert.Equal(1, chmod.Status);
        Assert.Contains("Operation not permitted", chmod.Errors, StringComparison.Ordinal);
        Assert.NotEqual(0, (await RunAsync("mount", "-t", "tmpfs", "x", "/tmp")).Status);
    }

    /// <summary>A condition on a capability is the engine's to decide, who knows the container's.</summary>
    [LiveFact]
    public async Task TheDefaultKeepsItsConditions()
    {
        await WriteAsync("--base", "docker-default");
        (await RunAsync(["--cap-add", "SYS_ADMIN"], "mount", "-t", "tmpfs", "x", "/tmp")).Succeeded();
        Assert.NotEqual(0, (await RunAsync("unshare", "-U", "true")).Status);
    }

    [LiveTheory]
    [InlineData("errno:EXDEV", 1, "Invalid cross-device link")]
    [InlineData("errno:30", 1, "Read-only file system")]
    [InlineData("trace", 1, "Function not implemented")]
    [InlineData("trap", 159, "")]
    [InlineData("kill_process", 159, "")]
    [InlineData("log", 0, "")]
    public async Task ADeniedCallIsAnsweredAsAsked(string action, int status, string said)
    {
        await WriteAsync("--base", "docker-default", "--deny", "chmod,fchmodat,fchmodat2", "--deny-action", action);
        var run = await RunAsync("chmod", "777", "/tmp");
        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Errors, StringComparison.Ordinal);
    }

    /// <summary>The engine's own words for a profile that ctrace writes only when it is forced to.</summary>
    [LiveFact]
    public async Task WhatIsSaidNotToStartDoesNot()
    {
        await WriteAsync("--base", "docker-default", "--deny", "execve,execveat", "--force");
        Assert.NotEqual(0, (await RunAsync("true")).Status);
    }

    private async Task WriteAsync(params string[] arguments) =>
        (await Command.RunAsync(Repository.Ctrace, ["profile", "seccomp", "-o", Profile, .. arguments])).Succeeded();

    private Task<Command> RunAsync(params string[] command) => RunAsync([], command);

    private Task<Command> RunAsync(string[] options, params string[] command) =>
        Command.RunAsync("docker", ["run", "--rm", "--security-opt", $"seccomp={Profile}", .. options, LiveEngine.Image, .. command]);
}
