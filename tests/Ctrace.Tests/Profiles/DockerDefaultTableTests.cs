using System.Diagnostics;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>The table of Docker's default profile and the tool that makes it from the profile.</summary>
public sealed class DockerDefaultTableTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task TheToolMakesTheTableOfTheProfileThatTheTableMakes()
    {
        await File.WriteAllTextAsync(_directory["default.json"], SeccompWriter.Write(DockerDefault.Profile), TestContext.Current.CancellationToken);
        Assert.Equal(0, await GenerateAsync());
        Assert.Equal(
            File.ReadLines(Path.Combine(SourceFolder.Repository, "tables/docker-default.csv")).Skip(1),
            File.ReadLines(_directory["table.csv"]).Skip(1));
    }

    [Fact]
    public async Task AProfileWithAnotherDefaultIsRefused()
    {
        var other = SeccompWriter.Write(DockerDefault.Profile with { DefaultErrno = new SeccompErrno(38) });
        await File.WriteAllTextAsync(_directory["default.json"], other, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await GenerateAsync());
        Assert.False(File.Exists(_directory["table.csv"]));
    }

    private async Task<int> GenerateAsync()
    {
        using var tool = Process.Start(new ProcessStartInfo(
            Path.Combine(SourceFolder.Repository, "tools/generate-docker-default"), ["--output", _directory["table.csv"], _directory["default.json"]])
        {
            RedirectStandardError = true,
        })!;
        await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        return tool.ExitCode;
    }
}
