using Ctrace.Core.Rehearsals;
using Xunit;

namespace Ctrace.Core.Tests.Rehearsals;

public sealed class StandInOptionsTests
{
    [Fact]
    public void WhatReachesOthersIsLeftOut()
    {
        var options = Of("", "-p 80:80", "--name web", "--rm true", "-d true", "-l traefik.enable=true", "--network web", "--net-alias db", "--restart always", "-e A=B", "-u 7", "--log-driver syslog");
        Assert.Equal(["--env=A=B", "--user=7"], options.Kept);
        Assert.Equal(["--publish=80:80", "--label=traefik.enable=true", "--network=web", "--network-alias=db", "--restart=always", "--log-driver=syslog"], options.LeftOut);
        Assert.Empty(options.Networks);
    }

    [Fact]
    public void RightsAreKeptApart()
    {
        var options = Of("privileged", "--cap-add NET_ADMIN", "--cap-drop ALL", "--security-opt seccomp=unconfined", "--security-opt no-new-privileges", "--privileged true");
        Assert.Equal(["--cap-add=NET_ADMIN", "--cap-drop=ALL", "--security-opt=seccomp=unconfined", "--privileged=true"], options.Rights);
        Assert.Equal(["--security-opt=no-new-privileges"], options.Kept);
        Assert.Equal((true, "NET_ADMIN", "ALL"), (options.Privileged, Assert.Single(options.CapAdd), Assert.Single(options.CapDrop)));
    }

    [Theory]
    [InlineData("--privileged true", "privileged")]
    [InlineData("--cap-add ALL", "privileged")]
    [InlineData("--cap-add CAP_SYS_ADMIN", "privileged")]
    [InlineData("--cap-add sys_module", "privileged")]
    [InlineData("--security-opt systempaths=unconfined", "privileged")]
    [InlineData("--security-opt writable-cgroups=true", "privileged")]
    [InlineData("--network alias=x,name=host", "host-network")]
    [InlineData("--device /dev/kvm", "devices")]
    [InlineData("--gpus all", "devices")]
    [InlineData("--device-cgroup-rule c:1:3", "devices")]
    [InlineData("--network host", "host-network")]
    [InlineData("--net container:db", "host-network")]
    [InlineData("--network name=host,alias=x", "host-network")]
    [InlineData("--pid host", "host-pid")]
    [InlineData("--pid container:db", "host-pid")]
    [InlineData("--ipc host", "host-ipc")]
    [InlineData("--uts host", "host-uts")]
    [InlineData("--userns host", "host-userns")]
    [InlineData("--cgroupns host", "host-cgroupns")]
    [InlineData("--use-api-socket true", "engine")]
    public void WhatReachesTheMachineIsAskedForByName(string option, string name)
    {
        var failure = Assert.Throws<CtraceException>(() => Of("", option));
        Assert.Equal((FailureKind.Usage, $"leave it out, or ask for it: --allow {name}"), (failure.Kind, failure.Hint));
        _ = Of(name, option);
    }

    [Theory]
    [InlineData("--volumes-from db")]
    [InlineData("--tomorrows-option x")]
    [InlineData("--mount type=image,source=x,target=/x")]
    [InlineData("--mount type=volume,source=x,target=/x,volume-opt=o=addr")]
    public void WhatIsNotKnownIsRefusedByName(string option)
    {
        var failure = Assert.Throws<CtraceException>(() => Of("", option));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(option.Split(' ')[0], failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--privileged false")]
    [InlineData("--pid private")]
    [InlineData("--ipc shareable")]
    [InlineData("--mount type=tmpfs,target=/x")]
    public void WhatDoesNotIsTaken(string option) => _ = Of("", option);

    [Fact]
    public void NetworksAreJoinedWhenAllowed()
    {
        Assert.Equal(["back", "front"], Of("networks", "--network back", "--network name=front,alias=db", "--network bridge").Networks);
        Assert.Equal(["none"], Of("", "--network none").Networks);
    }

    [Theory]
    [InlineData("-v /data", MountOrigin.New, "", "/data", false)]
    [InlineData("-v db:/data", MountOrigin.Volume, "db", "/data", false)]
    [InlineData("-v db:/data:ro,z", MountOrigin.Volume, "db", "/data", true)]
    [InlineData("-v /srv:/data:ro", MountOrigin.Bind, "/srv", "/data", true)]
    [InlineData("-v ./srv:/data", MountOrigin.Bind, "./srv", "/data", false)]
    [InlineData("--mount type=bind,src=/srv,dst=/data,readonly", MountOrigin.Bind, "/srv", "/data", true)]
    [InlineData("--mount source=db,target=/data", MountOrigin.Volume, "db", "/data", false)]
    [InlineData("--mount target=/data,ro=false", MountOrigin.New, "", "/data", false)]
    public void MountsAreRead(string option, object kind, string source, string target, bool readOnly)
    {
        var mount = Assert.Single(Of("", option).Mounts);
        Assert.Equal(((MountOrigin)kind, source, target, readOnly), (mount.Kind, mount.Source, mount.Target, mount.ReadOnly));
    }

    [Theory]
    [InlineData("-v a:b:c:d")]
    [InlineData("-v data")]
    [InlineData("-v db:/data\nz")]
    [InlineData("--mount type=bind,source=/srv,target=/host\nz,type=tmpfs")]
    [InlineData("-v db:/a,b")]
    [InlineData("--mount type=bind,target=/x")]
    [InlineData("--mount \"type=bind\",source=/a,target=/x")]
    public void OthersAreNoMounts(string option) => Assert.Equal(FailureKind.Usage, Assert.Throws<CtraceException>(() => Of("", option)).Kind);

    /// <summary>Its author writes it; the engine takes the whole of it for a path.</summary>
    [Fact]
    public void AnImagesVolumeIsAPathWhateverItLooksLike()
    {
        Assert.Equal(new StandInMount(MountOrigin.New, "", "/etc:/h", false, false), StandInMount.OfImage("/etc:/h"));
        Assert.All((string[])["data", "/a,source=/etc", "/a\nz", "/a\"b"], target => Assert.Throws<CtraceException>(() => StandInMount.OfImage(target)));
    }

    private static StandInOptions Of(string allowed, params string[] options) => StandInOptions.Of(
        options.Select(option => option.Split(' ', 2)).Select(words => new RunOption(words[0], words[1])), Allowance.Parse([allowed]));
}
