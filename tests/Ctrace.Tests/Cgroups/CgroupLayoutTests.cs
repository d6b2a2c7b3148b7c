using Ctrace.Cgroups;
using Xunit;

namespace Ctrace.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    private const string V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot";
    private const string V1Pids = "41 30 0:37 / /sys/fs/cgroup/pids rw,nosuid,nodev,noexec,relatime shared:20 - cgroup cgroup rw,pids";
    private const string V1Cpu = "42 30 0:38 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct";
    private const string V1Systemd = "31 30 0:27 / /sys/fs/cgroup/systemd rw shared:10 - cgroup cgroup rw,xattr,name=systemd";
    private const string Unified = "32 30 0:28 / /sys/fs/cgroup/unified rw shared:11 - cgroup2 cgroup2 rw";

    [Fact]
    public void V2Alone() => Assert.Equal(
        ("v2", new CgroupLayout("/sys/fs/cgroup", null, 0, null)), Named(Read([V2], ["0::/user.slice"])));

    [Fact]
    public void V1Alone() => Assert.Equal(
        ("v1", new CgroupLayout(null, "/sys/fs/cgroup/pids", 9, "pids")), Named(Read([V1Systemd, V1Cpu, V1Pids], ["12:cpu,cpuacct:/", "9:pids:/", "1:name=systemd:/"])));

    [Fact]
    public void AHybridHasBoth() => Assert.Equal(
        ("hybrid", new CgroupLayout("/sys/fs/cgroup/unified", "/sys/fs/cgroup/pids", 9, "pids")),
        Named(Read([V1Pids, Unified], ["9:pids:/", "0::/"])));

    [Fact]
    public void SystemdsOwnHierarchyHasNoController() => Assert.Equal(
        ("v2", new CgroupLayout("/sys/fs/cgroup/unified", null, 0, null)), Named(Read([V1Systemd, Unified], ["1:name=systemd:/init.scope", "0::/init.scope"])));

    [Fact]
    public void ControllersThatShareAHierarchyAreNamedAsTheKernelNamesThem() => Assert.Equal(
        new CgroupLayout(null, "/sys/fs/cgroup/cpu,cpuacct", 12, "cpu,cpuacct"), Read([V1Cpu], ["12:cpu,cpuacct:/"]));

    [Fact]
    public void AHierarchyThatTheKernelDoesNotKnowIsPassedOver() => Assert.Equal(
        new CgroupLayout(null, "/sys/fs/cgroup/cpu,cpuacct", 12, "cpu,cpuacct"), Read([V1Pids, V1Cpu], ["12:cpu,cpuacct:/", "x:pids:/", "0::/"]));

    [Fact]
    public void TheFirstMountCounts() => Assert.Equal(
        "/sys/fs/cgroup", Read([V2, "99 1 0:26 / /mnt rw - cgroup2 none rw"], ["0::/"]).V2Mount);

    [Theory]
    [InlineData(@"30 23 0:26 / /a\040b rw - cgroup2 cgroup2 rw", "/a b")]
    [InlineData("30 23 0:26 / /mnt rw shared:9 master:3 propagate_from:2 unbindable - cgroup2 cgroup2 rw", "/mnt")]
    [InlineData("30 23 0:26 / /mnt rw - cgroup2 some source rw", "/mnt")]
    public void OddLinesAreRead(string line, string mount) => Assert.Equal(mount, Read([line], ["0::/"]).V2Mount);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("30 23 0:26 / /mnt rw cgroup2 cgroup2 rw")] // no separator
    [InlineData("30 23 0:26 / /mnt rw - cgroup2")] // cut short
    [InlineData("30 23 - cgroup2 cgroup2 rw")]
    [InlineData("30 23 0:26 / /mnt rw - cgroup3 cgroup2 rw")]
    [InlineData("30 23 0:26 / /mnt rw - tmpfs cgroup2 rw")]
    [InlineData("30 23 0:26 / /mnt/cgroup2 rw - ext4 cgroup rw,pids")]
    public void WhatIsNoCgroupMountIsNone(string line) => Assert.Equal("none", Read([line, ""], ["9:pids:/", "0::/"]).Name);

    [Theory]
    [InlineData("pids")]
    [InlineData("9:pids")]
    [InlineData(":pids:/")]
    [InlineData("-1:pids:/")]
    [InlineData("9:pidsx:/")]
    public void ADamagedCgroupLineIsNoHierarchy(string line) => Assert.Null(Read([V1Pids], [line]).V1Mount);

    [Fact]
    public void ThisMachineHasOne()
    {
        var layout = CgroupLayout.Detect();
        Assert.NotEqual("none", layout.Name);
        Assert.True(Directory.Exists(layout.V2Mount ?? layout.V1Mount));
    }

    private static CgroupLayout Read(string[] mountinfo, string[] cgroups) => CgroupLayout.Read(mountinfo, cgroups);

    private static (string Name, CgroupLayout Layout) Named(CgroupLayout layout) => (layout.Name, layout);
}
