using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.RunOptions;

public sealed class DockerRunOptionsTests
{
    private static readonly Trace Plain = TraceExamples.Of("read");

    [Fact]
    public void CapabilitiesAreSortedAndUpperCase() => Assert.Equal(
        "--cap-drop=ALL --cap-add=DAC_OVERRIDE --cap-add=NET_RAW --security-opt=seccomp:data/myapp.json",
        DockerRunOptions.Write(Plain.WithCapabilities("net_raw", "dac_override"), "data/myapp.json"));

    [Fact]
    public void WithoutCapabilitiesAllAreDropped() =>
        Assert.Equal("--cap-drop=ALL --security-opt=seccomp:p", DockerRunOptions.Write(Plain, "p"));

    [Fact]
    public void WhatWasRefusedIsNotAdded() => Assert.Equal(
        "--cap-drop=ALL --security-opt=seccomp:p",
        DockerRunOptions.Write(Plain with { CapabilitiesDenied = Counts<string>.Empty.Add("sys_admin", 1) }, "p"));

    [Fact]
    public void AnUnknownCapabilityIsLeftOut() =>
        Assert.Equal("--cap-drop=ALL --security-opt=seccomp:p", DockerRunOptions.Write(Plain.WithCapabilities("capability_63"), "p"));

    [Theory]
    [InlineData("my profile.json", "'--security-opt=seccomp:my profile.json'")]
    [InlineData("$(id).json", "'--security-opt=seccomp:$(id).json'")]
    [InlineData("-x", "--security-opt=seccomp:-x")]
    [InlineData("a=b.json", "--security-opt=seccomp=a=b.json")]
    [InlineData("unconfined", "--security-opt=seccomp:./unconfined")]
    [InlineData("builtin", "--security-opt=seccomp:./builtin")]
    public void AnyPathIsNamedSoThatTheClientFindsIt(string path, string option) =>
        Assert.Equal($"--cap-drop=ALL {option}", DockerRunOptions.Write(Plain, path));

    [Fact]
    public void OptionsThatAllRecordingsHadAreTakenOver()
    {
        var trace = Plain.With(Fact.NoNewPrivileges, "true").With(Fact.User, "1000:1000");
        const string Whole = "--cap-drop=ALL --security-opt=no-new-privileges --security-opt=seccomp:p --user=1000:1000";
        Assert.Equal(Whole, DockerRunOptions.Write(trace, "p"));
        Assert.Equal(Whole, DockerRunOptions.Write(trace.Merge(trace), "p"));
        Assert.Equal(Whole, DockerRunOptions.Write(trace.Merge(Plain.With(Fact.NoNewPrivileges, Fact.Any).With(Fact.User, Fact.Any)), "p"));
    }

    [Fact]
    public void OptionsThatSomeRecordingsHadAreNot()
    {
        const string None = "--cap-drop=ALL --security-opt=seccomp:p";
        var trace = Plain.With(Fact.NoNewPrivileges, "true").With(Fact.User, "1000");
        Assert.Equal(None, DockerRunOptions.Write(trace.Merge(Plain), "p"));
        Assert.Equal(None, DockerRunOptions.Write(Plain.Merge(trace), "p"));
        Assert.Equal(None, DockerRunOptions.Write(trace.Merge(Plain.With(Fact.NoNewPrivileges, "false").With(Fact.User, "1001")), "p"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\n--privileged")]
    [InlineData("-x")]
    [InlineData("\u001b[31m")]
    [InlineData("$(id)")]
    public void AUserThatIsNoneIsNotPassedOn(string user) =>
        Assert.Equal("--cap-drop=ALL --security-opt=seccomp:p", DockerRunOptions.Write(Plain.With(Fact.User, user), "p"));
}
