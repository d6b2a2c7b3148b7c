using System.Text;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class ResourceUsesTests
{
    [Fact]
    public void ASlotGetsWhatIsItsOwn()
    {
        var uses = new ResourceUses(
            [Use(1, UseKind.File, "/etc/passwd", FileModes.Read), Use(2, UseKind.Directory, "/etc/", FileModes.Read)], _ => false);
        Assert.Equal([new(new FileName("/etc/passwd"), FileModes.Read)], Read(uses, 1).Resources.Files);
        Assert.Equal([new(new FileName("/etc/"), FileModes.Read)], Read(uses, 2).Resources.Files);
        Assert.True(Read(uses, 3).Resources.IsEmpty);
        Assert.Equal([Fact.FilesRecorded], Read(uses, 3).Values(Fact.Files));
    }

    [Fact]
    public void WhatAProgramSaidIsMadePlain()
    {
        var uses = new ResourceUses(
            [Use(1, UseKind.Path, "/tmp/../run//a", FileModes.Write), Use(1, UseKind.PathEither, "/b/", FileModes.Write), Use(1, UseKind.PathDirectory, "/c", FileModes.Write)],
            _ => false);
        Assert.Equal(["/b", "/b/", "/c/", "/run/a"], Read(uses, 1).Resources.Files.Select(file => file.Key.Path));
    }

    [Fact]
    public void ACrowdIsOfFilesAndDirectories()
    {
        var uses = new ResourceUses([Use(1, UseKind.PathEither, "/tmp/", FileModes.Write, any: 1), Use(1, UseKind.File, "/var/", FileModes.Read, any: 1)], _ => false);
        Assert.Equal(
            [new("/tmp/", FileScope.Files), new("/tmp/", FileScope.Directories), new("/var/", FileScope.Files)],
            Read(uses, 1).Resources.Files.Select(file => file.Key));
    }

    [Fact]
    public void OtherUsesHaveTheirNames()
    {
        var resources = Read(new ResourceUses(
            [
                Use(1, UseKind.Network, "", FileModes.None, value: (2 << 16) | 1), Use(1, UseKind.Signal, "", FileModes.None, value: 15),
                Use(1, UseKind.Link, "/new\0/tmp/../old", FileModes.None), Use(1, UseKind.Mount, "/mnt\0tmpfs\0tmpfs", FileModes.None, value: 6),
                Use(1, UseKind.Mount, "/mnt\0/a", FileModes.None, value: 0x1000), Use(1, UseKind.Mount, "/mnt", FileModes.None, value: 0x21),
                Use(1, UseKind.Mount, "/\0", FileModes.None, value: 0x44000), Use(1, UseKind.Umount, "/mnt", FileModes.None, value: 2),
            ],
            _ => false), 1).Resources;
        Assert.Equal([new NetworkUse("inet", "stream")], resources.Networks);
        Assert.Equal(["term"], resources.Signals);
        Assert.Equal([new FileLink("/new", "/old")], resources.Links);
        Assert.Equal(
            [
                new MountUse(MountKind.Mount, "/mnt/", "tmpfs", "tmpfs", 6), new MountUse(MountKind.Bind, "/mnt/", "/a/", "", 0x1000),
                new MountUse(MountKind.Remount, "/mnt/", "", "", 0x21), new MountUse(MountKind.Propagation, "/", "", "", 0x44000),
                new MountUse(MountKind.Umount, "/mnt/", "", "", 2),
            ],
            resources.Mounts);
    }

    [Theory]
    [InlineData(0, "", FileModes.Read)]
    [InlineData(0, "a", FileModes.Read)]
    [InlineData(0, "/a", (FileModes)64)]
    [InlineData(0, "/a", FileModes.None)]
    [InlineData(99, "/a", FileModes.Read)]
    public void WhatIsDamagedIsLeftOutAndSaid(byte kind, string path, FileModes modes)
    {
        var trace = Read(new ResourceUses([Use(1, (UseKind)kind, path, modes)], _ => false), 1);
        Assert.Equal((true, Fact.FilesIncomplete), (trace.Resources.IsEmpty, trace.Values(Fact.Files).Single()));
    }

    [Fact]
    public void WhatTheKernelLostIsSaid() => Assert.Equal([Fact.FilesIncomplete], Read(new ResourceUses([], _ => true), 1).Values(Fact.Files));

    [Fact]
    public void APathThatFillsItsPlaceHasNoEnd()
    {
        var path = "/" + new string('x', 495);
        Assert.Equal(path, Read(new ResourceUses([Use(1, UseKind.File, path, FileModes.Read)], _ => false), 1).Resources.Files.Single().Key.Path);
    }

    private static Trace Read(ResourceUses uses, int slot)
    {
        var trace = new TraceBuilder(NativeArchitecture.Current);
        uses.AddTo(slot, trace);
        return trace.Build();
    }

    private static KeyValuePair<ResourceKey, uint> Use(uint slot, UseKind kind, string text, FileModes modes, uint value = 0, byte any = 0)
    {
        var key = new ResourceKey { Slot = slot, Kind = kind, Value = value, Any = any };
        Encoding.UTF8.GetBytes(text).CopyTo(key.Text);
        return new(key, (uint)modes);
    }
}
