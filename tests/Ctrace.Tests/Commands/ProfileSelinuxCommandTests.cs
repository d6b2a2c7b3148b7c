using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>Modules as SELinux's compiler reads them, on top of the least policy that has udica's templates.</summary>
public sealed class ProfileSelinuxCommandTests : IDisposable
{
    private static readonly string Base = Path.Combine(SourceFolder.Repository, "tests/selinux/base.cil");

    private readonly TemporaryDirectory _directory = new();

    public ProfileSelinuxCommandTests() => ProfileSamples.WriteTo(_directory);

    public static TheoryData<string> Golden => [.. Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "tests/Ctrace.Core.Tests/Golden/Selinux"))];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Golden))]
    public void SecilcCompilesEveryGoldenModule(string path) => AssertCompiles(path);

    [Fact]
    public void TheContainersTypeHasTheCapabilities()
    {
        Write("web", "web");
        AssertCompiles(_directory["web.cil"]);
        Tool.Run("secil2conf", "-o", _directory["policy.conf"], Base, _directory["web.cil"]);
        Assert.Contains("allow web.process web.process : capability { chown net_bind_service };", File.ReadAllLines(_directory["policy.conf"]));
    }

    [Fact]
    public void EveryCapabilityIsInTheClassThatHasIt()
    {
        File.WriteAllText(_directory["all"], $"ARCH\nx86_64\n\nCAPABILITIES\n{string.Join('\n', Capability.All.Select(capability => capability.Name))}\n\nSYSCALLS\nread\n");
        Write("all-of-them", "all");
        AssertCompiles(_directory["web.cil"]);
    }

    [Fact]
    public void SecilcRefusesAPermissionOfTheOtherClass()
    {
        File.WriteAllText(_directory["wrong.cil"], "(block web (blockinherit container) (allow process process (capability (bpf))))\n");
        Assert.NotEqual(0, Compile(_directory["wrong.cil"]).Status);
    }

    [Theory]
    [InlineData("2web")]
    [InlineData("we$b")]
    public void SecilcRefusesTheNamesThatAreRefused(string name)
    {
        File.WriteAllText(_directory["wrong.cil"], $"(block {name} (blockinherit container))\n");
        Assert.NotEqual(0, Compile(_directory["wrong.cil"]).Status);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "selinux", "--name", name, _directory["web"]).Failure?.Kind);
    }

    [Fact]
    public void ARecordingWithSocketsIsDoubted()
    {
        File.WriteAllText(_directory["net"], ProfileSamples.Bare + "socket\n");
        Assert.Contains("for more than local ones give --network", CommandRun.Of("profile", "selinux", "--name", "web", _directory["net"]).Error, StringComparison.Ordinal);
        var full = CommandRun.Of("profile", "selinux", "--name", "web", "--network", "full", _directory["net"]);
        Assert.Equal(("", "(block web\n    (blockinherit container)\n    (blockinherit net_container)\n)\n"), (full.Warnings, full.Output));
    }

    private void Write(string name, string tracefile) =>
        Assert.Equal("", CommandRun.Of("profile", "selinux", "--name", name, "-o", _directory["web.cil"], _directory[tracefile]).Output);

    private void AssertCompiles(string path)
    {
        var compilation = Compile(path);
        Assert.Equal((0, "", ""), (compilation.Status, compilation.Output, compilation.Errors));
    }

    private Tool Compile(string path) => Tool.Run("secilc", "-o", _directory["policy"], "-f", _directory["contexts"], Base, path);
}
