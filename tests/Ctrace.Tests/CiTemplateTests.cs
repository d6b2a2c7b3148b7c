using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests;

/// <summary>The shell scripts of ci/ with programs in place of ctrace and sudo that print their arguments: what values become, hostile ones too.</summary>
public sealed class CiTemplateTests : IDisposable
{
    private const string Hostile = "$(touch pwned) `touch pwned` ; touch pwned * 'a' \"b\" \\ ${HOME}";

    private static readonly string[] HostileWords = ["$(touch", "pwned)", "`touch", "pwned`", ";", "touch", "pwned", "*", "'a'", "\"b\"", "\\", "${HOME}"];

    private readonly TemporaryDirectory _directory = new();

    public CiTemplateTests()
    {
        Directory.CreateDirectory(_directory["bin"]);
        Program("sudo", """while [ "${1#--}" != "$1" ]; do shift; done; exec "$@" """);
        Program("ctrace", """printf '<%s>' "$@"; echo; case "$*" in *bad*) exit 1 ;; esac""");
        Program("apt-get", """printf 'apt-get'; printf '<%s>' "${@:1:3}"; echo""");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void EachScriptIsCleanAndHasNoExpressionOfTheCi() => Assert.Equal((0, "", ""), Outcome(Tool.Run(Steps, "lint")));

    [Theory]
    [InlineData("github/Lint profiles", "LINT")]
    [InlineData("gitlab/.ctrace lint", "CTRACE_LINT")]
    public void EachProfileIsLintedAndOneFindingFails(string step, string variable)
    {
        Assert.Equal((0, "<profile><lint><--><a b.json>\n<profile><lint><--><-x>\n", ""), Outcome(Run(step, $"{variable}=a b.json\n\n-x\n")));
        Assert.Equal((1, "<profile><lint><--><bad.json>\n<profile><lint><--><good.json>\n", ""), Outcome(Run(step, $"{variable}=bad.json\ngood.json")));
        Assert.Equal((0, $"<profile><lint><--><{Hostile}>\n", ""), Outcome(Run(step, $"{variable}={Hostile}")));
        AssertUntouched();
    }

    [Theory]
    [InlineData("github/Run the container under its profile", "")]
    [InlineData("gitlab/.ctrace verify", "CTRACE_")]
    public void AContainersArgumentsAreWordsAndNoCommands(string step, string prefix)
    {
        Assert.Equal(
            (0, "<verify><--profile=web 1.json><--><--rm><web><ping><-c><1>\n", ""),
            Outcome(Run(step, $"{prefix}PROFILE=web 1.json", $"{prefix}RUN=--rm web\n  ping -c 1")));
        Assert.Equal((0, $"<verify><--profile={Hostile}><--><{string.Join("><", HostileWords)}>\n", ""), Outcome(Run(step, $"{prefix}PROFILE={Hostile}", $"{prefix}RUN={Hostile}")));
        Assert.Equal(1, Run(step, $"{prefix}PROFILE=bad.json", $"{prefix}RUN=web").Status);
        AssertUntouched();
    }

    [Theory]
    [InlineData("github/Check what a restricted container would be denied", "")]
    [InlineData("gitlab/.ctrace check", "CTRACE_")]
    public void ACheckHasItsListsWhereTheyAreGiven(string step, string prefix)
    {
        Assert.Equal((0, "<check><--sarif=x.sarif><--><true>\n", ""), Outcome(Run(step, $"{prefix}SARIF=x.sarif", $"{prefix}CHECK=true", $"{prefix}FORBID_CAPABILITIES=", $"{prefix}FORBID_SYSCALLS=")));
        Assert.Equal(
            (0, $"<check><--sarif={Hostile}><--forbid-capabilities={Hostile}><--forbid-syscalls=bpf,mount><--><{string.Join("><", HostileWords)}>\n", ""),
            Outcome(Run(step, $"{prefix}SARIF={Hostile}", $"{prefix}CHECK={Hostile}", $"{prefix}FORBID_CAPABILITIES={Hostile}", $"{prefix}FORBID_SYSCALLS=bpf,mount")));
        AssertUntouched();
    }

    [Fact]
    public void APackageIsInstalledOnlyWithTheHashThatIsGiven()
    {
        const string step = "github/Install ctrace";
        File.WriteAllText(_directory["it.deb"], "it\n");
        var right = Tool.Run("sha256sum", _directory["it.deb"]).Output.Split(' ')[0];
        Assert.Equal(0, Run(step, "PACKAGE=it.deb", $"SHA256={right}").Status);
        Assert.Contains("apt-get<install>", Run(step, "PACKAGE=it.deb", "SHA256=").Output, StringComparison.Ordinal);
        var wrong = Run(step, "PACKAGE=it.deb", $"SHA256={new string('0', 64)}");
        Assert.NotEqual(0, wrong.Status);
        Assert.DoesNotContain("apt-get", wrong.Output, StringComparison.Ordinal);
        Assert.Equal((64, "", "ctrace: a package from an address needs 'sha256'\n"), Outcome(Run(step, "PACKAGE=https://localhost/it.deb", "SHA256=")));
    }

    private static string Steps => Path.Combine(SourceFolder.Repository, "scripts/ci-steps");

    private static (int Status, string Output, string Errors) Outcome(Tool run) => (run.Status, run.Output, run.Errors);

    private void AssertUntouched() => Assert.False(File.Exists(_directory["pwned"]));

    private Tool Run(string step, params string[] variables)
    {
        var script = Tool.Run(Steps, "show", step);
        Assert.True(script.Status == 0, script.Errors);
        return Tool.RunIn(_directory.Path, "env", ["-i", $"PATH={_directory["bin"]}:/usr/bin:/bin", "HOME=/nowhere", .. variables, "bash", "-c", script.Output]);
    }

    private void Program(string name, string script)
    {
        File.WriteAllText(_directory[$"bin/{name}"], $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(_directory[$"bin/{name}"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
