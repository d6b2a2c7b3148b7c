using System.Globalization;
using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests;
using Ctrace.Core.Verification;
using Ctrace.Inspections;
using Ctrace.Profiles;
using Xunit;

namespace Ctrace.Live.Verification;

/// <summary>What is told of real containers, and that looking does them no harm.</summary>
public sealed class InspectTests : ContainerTest
{
    private const string Name = "ctrace-inspected";

    [LiveFact]
    public async Task TheEnginesDefaultIsTold()
    {
        await StartAsync();
        using var told = await InspectAsync(Name);
        var calls = told.RootElement.GetProperty("calls").EnumerateArray().ToLookup(call => $"{call.GetProperty("arch")} {call.GetProperty("name")}");
        Assert.Equal("always", Allowed(calls, "x86_64 read"));
        Assert.Equal("never", Allowed(calls, "x86_64 reboot"));
        Assert.Equal("never", Allowed(calls, "i386 mount"));
        Assert.Equal("arg0 & 0x7e020000 == 0x0", calls["x86_64 clone"].Single().GetProperty("outcomes")[0].GetProperty("when")[0].GetString());
        Assert.Equal("errno:ENOSYS", calls["x86_64 clone3"].Single().GetProperty("outcomes")[0].GetProperty("action").GetString());
        Assert.Equal(ContainerCapabilities.Default.Order(), told.RootElement.GetProperty("capabilities").GetProperty("effective").EnumerateArray().Select(one => one.GetString()!).Order());
        Assert.False(told.RootElement.GetProperty("no_new_privs").GetBoolean());
        Assert.Equal(1, told.RootElement.GetProperty("filters").GetArrayLength());
    }

    [LiveTheory]
    [InlineData("--base", "docker-default")]
    [InlineData("--base", "docker-default", "--deny", "chmod,fchmod,fchmodat,fchmodat2", "--deny-action", "errno:EACCES")]
    [InlineData("--base", "docker-default", "--default-action", "trap", "--deny", "mkdir", "--deny-action", "kill_process")]
    [InlineData("--base", "docker-default", "--default-action", "log", "--deny", "ptrace", "--deny-action", "errno:ENOENT")]
    public async Task TheCompiledFilterIsTheOneThatTheKernelHas(params string[] options)
    {
        var path = $"{Place}/profile.json";
        (await Command.RunAsync(Repository.Ctrace, ["profile", "seccomp", .. options, "-o", path])).Succeeded();
        await StartAsync("--security-opt", $"seccomp={path}");
        var loaded = FilterDump.Read(await ProcessAsync());
        var compiled = FilterCompiler.Compile(ResolvedProfile.Of(
            SeccompInput.ReadNamed(path), new Circumstances(Architecture.X86_64, KernelRelease.CurrentVersion, ContainerCapabilities.Default)));
        FilterEvaluator ofLoaded = new(loaded), ofCompiled = new([compiled]);
        Assert.All(Architecture.X86_64.Family, architecture => Assert.Equal(
            EvaluatedCall.All(ofLoaded, architecture).Select(call => $"{call.Architecture} {call.Name}: {call.Verdict}"),
            EvaluatedCall.All(ofCompiled, architecture).Select(call => $"{call.Architecture} {call.Name}: {call.Verdict}")));
        Assert.Empty(ProfileComparison.Of(loaded, [compiled], Architecture.X86_64.Family).Calls);
        Assert.Empty(ProfileComparison.Of([compiled], loaded, Architecture.X86_64.Family).Calls);
    }

    /// <summary>A running container on either side is what the kernel enforces on it, not what it was asked for.</summary>
    [LiveFact]
    public async Task WhatRunsIsComparedWithWhatWasReviewed()
    {
        var (path, whole) = ($"{Place}/profile.json", $"{Place}/whole.json");
        (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--base", "docker-default", "-o", whole)).Succeeded();
        (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--base", "docker-default", "--deny", "chmod", "-o", path)).Succeeded();
        await StartAsync("--security-opt", $"seccomp={whole}");
        var wider = await Command.RunAsync(Repository.Ctrace, "profile", "compare", Name, path);
        Assert.Equal(1, wider.Status);
        Assert.Equal($"{Name} allows, and {path} does not:\n  chmod (x86_64, i386, x32): allow, not errno:EPERM\n", wider.Output);
        Assert.Equal($"{Name} allows all that {path} allows", (await Command.RunAsync(Repository.Ctrace, "profile", "compare", path, Name)).Succeeded());
        await LiveEngine.DockerAsync("rm", "--force", Name);
        await StartAsync("--security-opt", "seccomp=unconfined");
        Assert.Contains("  reboot (x86_64, i386, x32): allow, not errno:EPERM\n", (await Command.RunAsync(Repository.Ctrace, "profile", "compare", Name, "docker-default")).Output, StringComparison.Ordinal);
        Assert.Contains("there is no file 'ctrace-nobody', and as a container: ", (await Command.RunAsync(Repository.Ctrace, "profile", "compare", "ctrace-nobody", path)).Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task WithoutAFilterAndWithNoNewPrivilegesThatIsTold()
    {
        await StartAsync("--security-opt", "seccomp=unconfined", "--security-opt", "no-new-privileges", "--cap-drop", "ALL");
        using var told = await InspectAsync(Name);
        Assert.Equal("none", told.RootElement.GetProperty("seccomp").GetString());
        Assert.True(told.RootElement.GetProperty("no_new_privs").GetBoolean());
        Assert.Empty(told.RootElement.GetProperty("capabilities").GetProperty("bounding").EnumerateArray());
        Assert.Empty(told.RootElement.GetProperty("calls").EnumerateArray());
    }

    [LiveFact]
    public async Task ThePausedContainerIsLeftAlone()
    {
        await StartAsync();
        await LiveEngine.DockerAsync("pause", Name);
        var run = await Command.RunAsync(Repository.Ctrace, "inspect", Name);
        Assert.Equal(69, run.Status);
        Assert.Contains("does not stop", run.Errors, StringComparison.Ordinal);
        await LiveEngine.DockerAsync("unpause", Name);
        await AssertUnharmedAsync();
        (await InspectAsync(Name)).Dispose();
    }

    [LiveFact]
    public async Task TheProcessGoesOnAsBefore()
    {
        await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            (await InspectAsync(Name)).Dispose();
        }

        await AssertUnharmedAsync();

        // One that was stopped stays so.
        var process = await ProcessAsync();
        await LiveEngine.DockerAsync("kill", "--signal", "STOP", Name);
        await WaitForStateAsync(process, 'T');
        (await InspectAsync($"{process}")).Dispose();
        await Task.Delay(50);
        Assert.Equal('T', State(process));
        await LiveEngine.DockerAsync("kill", "--signal", "CONT", Name);
        await WaitForStateAsync(process, 'S');
    }

    private static async Task StartAsync(params string[] options) =>
        await LiveEngine.DockerAsync(["run", "--detach", "--name", Name, .. options, LiveEngine.Image, "busybox", "sleep", "1000"]);

    private static async Task<JsonDocument> InspectAsync(string target) =>
        JsonDocument.Parse((await Command.RunAsync(Repository.Ctrace, "inspect", "--json", target)).Succeeded());

    private static async Task<int> ProcessAsync() =>
        int.Parse(await LiveEngine.DockerAsync("inspect", "--format", "{{.State.Pid}}", Name), CultureInfo.InvariantCulture);

    private static async Task AssertUnharmedAsync()
    {
        var process = await ProcessAsync();
        await WaitForStateAsync(process, 'S');
        Assert.Contains("TracerPid:\t0\n", await File.ReadAllTextAsync($"/proc/{process}/status"), StringComparison.Ordinal);
        Assert.Equal("true", await LiveEngine.DockerAsync("inspect", "--format", "{{.State.Running}}", Name));
    }

    private static Task WaitForStateAsync(int process, char state) =>
        Waiting.UntilAsync(() => State(process) == state, () => $"process {process} is in state {State(process)}, not {state}");

    private static char State(int process) => File.ReadAllText($"/proc/{process}/stat") is var text ? text[text.LastIndexOf(')') + 2] : '?';

    private static string? Allowed(ILookup<string, JsonElement> calls, string name) => calls[name].Single().GetProperty("allowed").GetString();
}
