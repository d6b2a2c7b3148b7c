using Ctrace.Core.Profiles.SecurityProfilesOperator;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.SecurityProfilesOperator;

public sealed class AppArmorResourceTests
{
    private static Trace Empty => TraceExamples.Of("read").With(Fact.Files, Fact.FilesRecorded);

    [Fact]
    public void IsTheGoldenProfileOfAWebServer()
    {
        var used = new ResourcesBuilder();
        used.AddFile(new FileName("/usr/sbin/nginx"), FileModes.Read | FileModes.Map | FileModes.Execute);
        used.AddFile(new FileName("/lib/x86_64-linux-gnu/libc.so.6"), FileModes.Read | FileModes.Map);
        used.AddFile(new FileName("/docker-entrypoint.sh"), FileModes.Read | FileModes.Execute);
        used.AddFile(new FileName("/etc/nginx/nginx.conf"), FileModes.Read);
        used.AddFile(new FileName("/var/log/nginx/access.log"), FileModes.Append);
        used.AddFile(new FileName("/var/run/nginx.pid"), FileModes.Read | FileModes.Write);
        used.AddFile(new FileName("/proc/0/status"), FileModes.Read);
        used.AddFile(new FileName("/proc/0/fd/3"), FileModes.Read);
        used.AddFile(new FileName("/dev/pts/0"), FileModes.Read | FileModes.Write);
        used.AddNetwork(new NetworkUse("inet", "stream"));
        used.AddNetwork(new NetworkUse("inet6", "dgram"));
        used.AddNetwork(new NetworkUse("unix", "stream"));
        GoldenFile.Check("SecurityProfilesOperator/apparmor.yml",
            OperatorResource.AppArmor("web", Empty.WithCapabilities("chown", "net_bind_service", "capability_63") with { Resources = used.Build() }));
    }

    [Fact]
    public void IsTheGoldenProfileOfAnythingElse()
    {
        var used = new ResourcesBuilder();
        foreach (var name in (string[])["a b", "*?[x]{y,z}^", "\"quoted\"", "back\\slash", "@{HOME}", "#comment", "line\nbreak", "é", "a,", "a: b", "b, /etc/shadow rw"])
        {
            used.AddFile(new FileName($"/srv/{name}"), FileModes.Read);
        }

        used.AddFile(new FileName("/..data"), FileModes.Execute);
        used.AddFile(new FileName("/tmp/#123"), FileModes.Read | FileModes.Write);
        used.AddNetwork(new NetworkUse("netlink", "raw"));
        GoldenFile.Check("SecurityProfilesOperator/apparmor-hostile.yml", OperatorResource.AppArmor("hostile", Empty.Merge(TraceExamples.Of("ptrace")) with { Resources = used.Build() }));
    }

    [Fact]
    public void OfNothingAllIsForbidden() => Assert.EndsWith("spec:\n  abstract: {}\n", OperatorResource.AppArmor("none", Empty), StringComparison.Ordinal);

    [Fact]
    public void WhatItCannotSayIsSaid()
    {
        var used = new ResourcesBuilder();
        used.AddNetwork(new NetworkUse("netlink", "dgram"));
        used.AddNetwork(new NetworkUse("family_77", "raw"));
        used.AddFile(new FileName("/srv/both"), FileModes.Read | FileModes.Write);
        used.AddFile(new FileName("/srv/too"), FileModes.Read | FileModes.Write);
        used.AddFile(new FileName("/srv/locked"), FileModes.Read | FileModes.Lock);
        used.AddFile(new FileName("/proc/sys/net/core/somaxconn"), FileModes.Write);
        used.AddFile(new FileName("/proc/sys/kernel/shmmax"), FileModes.Write);
        used.AddFile(new FileName("/proc/0/oom_score_adj"), FileModes.Write);
        used.AddFile(new FileName("/proc/kcore"), FileModes.Read);
        used.AddLink(new FileLink("/srv/too", "/srv/both"));
        foreach (var name in (string[])["a", "b", "c", "d\n"])
        {
            used.AddLink(new FileLink($"/srv/{name}", "/srv/both"));
        }

        used.AddFile(new FileName("/srv/a,"), FileModes.Read);
        used.AddMount(new MountUse(MountKind.Umount, "/mnt/", "", "", 0));
        Assert.Equal(
            [
                "an AppArmorProfile has no word for sockets of family_77 raw, netlink dgram: they will be refused",
                "an AppArmorProfile allows links only between files that may be written: /srv/a, /srv/b, /srv/c and 1 more will be refused",
                "an AppArmorProfile has no word for mounts: those at /mnt/ will be refused",
                "the operator denies some things to every profile: /proc/kcore, /proc/sys/kernel/shmmax, /proc/sys/net/core/somaxconn will be refused",
                "an AppArmorProfile allows locks only on what may be written: /srv/locked may be",
                "an AppArmorProfile has letters, digits and a few other characters; others are '?', for any: /srv/a?",
                "the container traced processes: this is spec.abstract.ptrace, which only newer operators know",
                "not all files could be recorded: some may be refused",
            ],
            AppArmorDoubts.Of(TraceExamples.Of("ptrace").With(Fact.Files, Fact.FilesIncomplete) with { Resources = used.Build() }));
        Assert.Empty(AppArmorDoubts.Of(Empty));
    }

    [Fact]
    public void WhoDrivesTheHardwareMayMount()
    {
        var used = new ResourcesBuilder();
        used.AddMount(new MountUse(MountKind.Mount, "/mnt/", "tmpfs", "tmpfs", 0));
        Assert.Equal(["the operator allows every mount where sys_rawio is allowed"], AppArmorDoubts.Of(Empty.WithCapabilities("sys_rawio") with { Resources = used.Build() }));
        used.AddMount(new MountUse(MountKind.Pivot, "/new/", "/new/old/", "", 0));
        Assert.Equal(
            ["an AppArmorProfile has no word for mounts: those at /new/ will be refused"],
            AppArmorDoubts.Of(Empty.WithCapabilities("sys_rawio") with { Resources = used.Build() }));
    }
}
