using System.Text.Json;
using Xunit;

namespace Ctrace.Live.Verification;

/// <summary>The shell scripts of ci/ with a real container and the real program. Ctrace.Tests has what they make of hostile values.</summary>
public sealed class CiTemplateTests : ContainerTest
{
    [LiveTheory]
    [InlineData("github/Lint profiles", "github/Run the container under its profile", "github/Check what a restricted container would be denied", "")]
    [InlineData("gitlab/.ctrace lint", "gitlab/.ctrace verify", "gitlab/.ctrace check", "CTRACE_")]
    public async Task EachGatePassesWhatIsSoundAndStopsWhatIsNot(string lint, string verify, string check, string prefix)
    {
        var (trace, profile, sarif) = (Path.Combine(Place, "a.trace"), Path.Combine(Place, "a profile.json"), Path.Combine(Place, "a.sarif"));
        (await Command.RunAsync(Repository.Ctrace, "run", "-o", trace, "--", "--rm", LiveEngine.Image, "busybox", "true")).Succeeded();
        await File.WriteAllTextAsync(profile, (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", trace)).Succeeded());
        var bin = Directory.CreateDirectory(Path.Combine(Place, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "ctrace"), Repository.Ctrace);
        await File.WriteAllTextAsync(Path.Combine(bin, "sudo"), "#!/bin/sh\nshift\nexec \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(bin, "sudo"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(0, (await StepAsync(lint, $"{prefix}LINT={profile}")).Status);
        Assert.Equal(65, (await StepAsync(lint, $"{prefix}LINT={trace}\n{profile}")).Status);

        Assert.Equal(0, (await StepAsync(verify, $"{prefix}PROFILE={profile}", $"{prefix}RUN=--rm {LiveEngine.Image} busybox true")).Status);
        var refused = await StepAsync(verify, $"{prefix}PROFILE={profile}", $"{prefix}RUN=--rm {LiveEngine.Image} busybox chown 1 /etc/passwd");
        Assert.Equal(1, refused.Status);
        Assert.Contains("chown", refused.Errors, StringComparison.Ordinal);

        string[] lists = [$"{prefix}FORBID_SYSCALLS=chown,lchown,fchownat", $"{prefix}FORBID_CAPABILITIES=", $"{prefix}SARIF={sarif}"];
        Assert.Equal(0, (await StepAsync(check, [$"{prefix}CHECK=docker run --rm {LiveEngine.Image} busybox true", .. lists])).Status);
        Assert.Equal(0, Results(sarif));
        Assert.Equal(1, (await StepAsync(check, [$"{prefix}CHECK=docker run --rm {LiveEngine.Image} busybox chown 1 /etc/passwd", .. lists])).Status);
        Assert.NotEqual(0, Results(sarif));
    }

    private async Task<Command> StepAsync(string step, params string[] variables)
    {
        var script = (await Command.RunAsync(Path.Combine(Repository.Root, "scripts/ci-steps"), "show", step)).Succeeded();
        return await Command.RunAsync("env", [$"PATH={Place}/bin:{Environment.GetEnvironmentVariable("PATH")}", .. variables, "bash", "-c", script]);
    }

    private static int Results(string sarif)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(sarif));
        return document.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength();
    }
}
