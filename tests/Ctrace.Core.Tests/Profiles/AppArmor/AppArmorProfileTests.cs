using Ctrace.Core.Profiles.AppArmor;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.AppArmor;

public sealed class AppArmorProfileTests
{
    private static Trace Empty => TraceExamples.Of("read").With(Fact.Files, Fact.FilesRecorded);

    [Fact]
    public void IsTheGoldenProfileOfAWebServer()
    {
        var used = new ResourcesBuilder();
        used.AddFile(new FileName("/usr/sbin/nginx"), FileModes.Read | FileModes.Map | FileModes.Execute);
        used.AddFile(new FileName("/usr/lib/x86_64-linux-gnu/libc.so.6"), FileModes.Read | FileModes.Map);
        used.AddFile(new FileName("/etc/nginx/nginx.conf"), FileModes.Read);
        used.AddFile(new FileName("/var/log/nginx/access.log"), FileModes.Append);
        used.AddFile(new FileName("/var/run/nginx.pid"), FileModes.Write | FileModes.Append | FileModes.Lock);
        used.AddFile(new FileName("/proc/0/status"), FileModes.Read);
        used.AddFile(new FileName("/dev/pts/0"), FileModes.Read | FileModes.Write);
        used.AddFile(new FileName("/tmp/", FileScope.Files), FileModes.Read | FileModes.Write);
        used.AddFile(new FileName("/var/www/"), FileModes.Read);
        used.AddNetwork(new NetworkUse("inet", "stream"));
        used.AddNetwork(new NetworkUse("unix", "stream"));
        used.AddNetwork(new NetworkUse("inet", "dccp"));
        used.AddNetwork(new NetworkUse("family_77", "stream"));
        used.AddSignal("term");
        used.AddSignal("tstp");
        used.AddSignal("exists");
        used.AddSignal("rtmin+3");
        GoldenFile.Check("AppArmor/web.apparmor", AppArmorProfile.Write("web", Empty.WithCapabilities("chown", "net_bind_service", "capability_63") with { Resources = used.Build() }));
    }

    [Fact]
    public void IsTheGoldenProfileOfAnythingElse()
    {
        var used = new ResourcesBuilder();
        foreach (var name in (string[])["a b", "*?[x]{y,z}^", "\"quoted\"", "back\\slash", "@{HOME}", "#comment", "line\nbreak", "\t\u001b[31m\u007f", "é\uDCFF", "a,", "!"])
        {
            used.AddFile(new FileName($"/srv/{name}"), FileModes.Read);
        }

        used.AddFile(new FileName("/sys/firmware/acpi/tables/DSDT"), FileModes.Read);
        used.AddLink(new FileLink("/srv/new name", "/srv/old"));
        const uint ReadOnly = 1, NoSuid = 2, Remount = 0x20, Bind = 0x1000, Move = 0x2000, Recursive = 0x4000, Private = 0x40000;
        used.AddMount(new MountUse(MountKind.Mount, "/mnt/", "tmpfs", "tmpfs", NoSuid));
        used.AddMount(new MountUse(MountKind.Mount, "/mnt/", "", "", 0));
        used.AddMount(new MountUse(MountKind.Mount, "/mnt/a b/", "//server/share *", "fuse.x", ReadOnly));
        used.AddMount(new MountUse(MountKind.Bind, "/mnt/", "/srv/", "", Bind | Recursive));
        used.AddMount(new MountUse(MountKind.Remount, "/mnt/", "", "", Remount | Bind | ReadOnly));
        used.AddMount(new MountUse(MountKind.Propagation, "/", "", "", Private | Recursive));
        used.AddMount(new MountUse(MountKind.Move, "/new/", "/old/", "", Move));
        used.AddMount(new MountUse(MountKind.Umount, "/mnt/", "", "", 2));
        used.AddMount(new MountUse(MountKind.Pivot, "/new/", "/new/old/", "", 0));
        GoldenFile.Check("AppArmor/hostile.apparmor", AppArmorProfile.Write("hostile", Empty.Merge(TraceExamples.Of("ptrace").With(Fact.Files, Fact.FilesRecorded)) with { Resources = used.Build() }));
    }

    [Fact]
    public void WhatItCannotSayIsSaid()
    {
        var used = new ResourcesBuilder();
        used.AddNetwork(new NetworkUse("family_77", "stream"));
        var trace = TraceExamples.Of("read", "io_uring_enter").With(Fact.Files, Fact.FilesIncomplete).With(Fact.Files, "") with { Resources = used.Build() };
        Assert.Equal(
            [
                "sockets of family_77 have no name that AppArmor knows: they will be refused", "not all files could be recorded: some may be refused",
                "some of the recordings were made without --files: what they used will be refused",
                "io_uring was used: files that were opened through it are not recorded, and will be refused",
            ],
            AppArmorProfile.Doubts(trace));
        Assert.Empty(AppArmorProfile.Doubts(Empty));
    }

    [Theory]
    [InlineData("web", true)]
    [InlineData("web-1.shop_2", true)]
    [InlineData("", false)]
    [InlineData("-web", false)]
    [InlineData("/usr/bin/web", false)]
    [InlineData("web {", false)]
    [InlineData("a\nb", false)]
    public void ANameIsOneWord(string name, bool isOne) => Assert.Equal(isOne, AppArmorProfile.IsName(name));
}
