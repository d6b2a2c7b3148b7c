using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

public sealed class ContainerStartTests
{
    [Fact]
    public void UnderSoundProfilesContainersStart()
    {
        Assert.Empty(Obstacles(DockerDefault.Profile));
        Assert.Empty(Obstacles(ProfileBuilder.Build(TraceExamples.Of("read"))));
        Assert.Empty(Obstacles(new SeccompProfile(SeccompAction.Allow, default, [])));
    }

    [Fact]
    public void WithoutExecveNoneDoes() => Assert.Equal(
        ["it refuses execve, which every container's start needs"], Obstacles(ProfileChange.Deny(DockerDefault.Profile, ["execve"], null)));

    [Theory]
    [InlineData("execve", null, "it notifies, and has no listenerPath: runtimes refuse that")]
    [InlineData("execve", "/run/s", null)]
    [InlineData("write", "/run/s", "it notifies of write, with which the runtime hands the supervisor its descriptor: runtimes refuse that")]
    public void ANotificationNeedsAListener(string name, string? path, string? obstacle) => Assert.Equal(
        obstacle is null ? [] : [obstacle],
        Obstacles(ProfileChange.Deny(DockerDefault.Profile with { ListenerPath = path }, [name], new FilterReturn(SeccompAction.Notify))));

    [Fact]
    public void ADefaultOfNotifyIsRefused() => Assert.Contains(
        "its default is notify, which runtimes refuse", Obstacles(ProfileChange.WithDefault(DockerDefault.Profile, new FilterReturn(SeccompAction.Notify))));

    private static IEnumerable<string> Obstacles(SeccompProfile profile) =>
        ContainerStart.Obstacles(ResolvedProfile.Of(profile, new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default)));
}
