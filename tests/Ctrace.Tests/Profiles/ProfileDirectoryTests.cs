using System.Diagnostics;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Profiles;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>Names of profiles come from labels, which are anybody's: nothing but plain files below the directory is read.</summary>
public sealed class ProfileDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ProfileDirectory _profiles;

    public ProfileDirectoryTests()
    {
        Directory.CreateDirectory(_directory["profiles/shop"]);
        File.WriteAllText(_directory["profiles/web.json"], SeccompWriter.Write(DockerDefault.Profile));
        File.WriteAllText(_directory["profiles/shop/web.json"], SeccompWriter.Write(DockerDefault.Profile));
        File.WriteAllText(_directory["secret.json"], SeccompWriter.Write(DockerDefault.Profile));
        _profiles = new ProfileDirectory(_directory["profiles"]);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("web.json")]
    [InlineData("shop/web.json")]
    public void ReadsAPlainFile(string name) => Assert.Equal(DockerDefault.Profile.Rules.Length, _profiles.Read(ProfileLabel.Resolve(name)).Rules.Length);

    [Theory]
    [InlineData("../secret.json")]
    [InlineData("/etc/passwd")]
    [InlineData("shop/../../secret.json")]
    [InlineData("")]
    [InlineData("shop//web.json")]
    [InlineData(".hidden")]
    [InlineData("-v")]
    [InlineData("a\nb")]
    public void RefusesWhatIsNoPlainName(string name)
    {
        var failure = Assert.Throws<CtraceException>(() => ProfileLabel.Resolve(name));
        Assert.Contains("as a profile's name", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FollowsNoLink()
    {
        File.CreateSymbolicLink(_directory["profiles/link.json"], _directory["secret.json"]);
        Directory.CreateSymbolicLink(_directory["profiles/up"], _directory["."]);
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("link.json"))).Kind);
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("up/secret.json"))).Kind);
    }

    [Fact]
    public void WaitsForNoPipeAndReadsNoDirectory()
    {
        Process.Start("mkfifo", _directory["profiles/pipe"]).WaitForExit();
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("pipe"))).Kind);
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("shop"))).Kind);
        Assert.Equal(FailureKind.NoInput, Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("none.json"))).Kind);
        Assert.Equal(FailureKind.NoInput, Assert.Throws<CtraceException>(() => new ProfileDirectory(_directory["none"]).Read(ProfileLabel.Resolve("web.json"))).Kind);
    }

    [Fact]
    public void WhatIsNoProfileIsRefused()
    {
        File.WriteAllText(_directory["profiles/bad.json"], "{");
        File.WriteAllBytes(_directory["profiles/large.json"], new byte[SeccompReader.MaxSize + 1]);
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("bad.json"))).Kind);
        Assert.Contains("larger", Assert.Throws<CtraceException>(() => _profiles.Read(ProfileLabel.Resolve("large.json"))).Message, StringComparison.Ordinal);
    }
}
