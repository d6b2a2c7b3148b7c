using Ctrace.Cgroups;
using Xunit;

namespace Ctrace.Tests.Cgroups;

/// <summary>The live tests give the same names to the kernel side.</summary>
public sealed class CgroupNameTests
{
    private const string Id = CgroupNames.Id;

    public static TheoryData<string> Containers => [.. CgroupNames.Containers];

    public static TheoryData<string> Others => [.. CgroupNames.Others];

    [Theory]
    [MemberData(nameof(Containers))]
    public void AContainersDirectoryHoldsItsId(string name) => Assert.Equal(Id, CgroupName.ContainerId(name));

    [Theory]
    [MemberData(nameof(Others))]
    [InlineData("")]
    public void NothingElseIsAContainers(string name) => Assert.Null(CgroupName.ContainerId(name));

    [Theory]
    [InlineData($"/docker/{Id}", $"/docker/{Id}")]
    [InlineData($"/docker/{Id}/init.scope", $"/docker/{Id}")] // systemd in a container
    [InlineData($"/system.slice/docker-{Id}.scope", $"/system.slice/docker-{Id}.scope")]
    [InlineData($"/docker/{Id}/docker/ffff456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", $"/docker/{Id}")] // the outer one
    [InlineData($"/kubepods.slice/kubepods-burstable.slice/cri-containerd-{Id}.scope/x/y", $"/kubepods.slice/kubepods-burstable.slice/cri-containerd-{Id}.scope")]
    [InlineData($"/machine.slice/libpod-conmon-{Id}.scope", null)]
    [InlineData($"/{Id}", $"/{Id}")]
    [InlineData($"/../docker/{Id}", $"/../docker/{Id}")] // of another cgroup namespace
    [InlineData($"{Id}", null)] // no path
    [InlineData($"//{Id}/", $"//{Id}")]
    [InlineData("/", null)]
    [InlineData("", null)]
    [InlineData("/user.slice/user-0.slice/session-1.scope", null)]
    public void TheFirstContainerOnAPathIsFound(string path, string? expected) => Assert.Equal(expected, CgroupName.ContainerPath(path));
}
