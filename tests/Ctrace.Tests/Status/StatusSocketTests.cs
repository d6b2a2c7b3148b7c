using System.Net.Sockets;
using Ctrace.Core;
using Ctrace.Status;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Status;

public sealed class StatusSocketTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    private string Place => $"{_directory.Path}/run/ctrace.sock";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void OnlyItsOwnerCanReachIt()
    {
        using var socket = StatusSocket.Listen(Place);
        Assert.Equal(Owner, File.GetUnixFileMode(Place));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Place)!));
    }

    [Fact]
    public void ItGoesWithItsDaemon()
    {
        StatusSocket.Listen(Place).Dispose();
        Assert.False(File.Exists(Place));
    }

    [Fact]
    public void ALivingDaemonsIsNotTaken()
    {
        using var first = StatusSocket.Listen(Place);
        var refused = Assert.Throws<CtraceException>(() => StatusSocket.Listen(Place));
        Assert.Equal((FailureKind.Unavailable, $"another ctrace answers at {Place}"), (refused.Kind, refused.Message));
    }

    [Fact]
    public void NeitherIsOneWhoseQueueIsFull()
    {
        using var first = StatusSocket.Listen(Place);
        var callers = new List<Socket>();
        try
        {
            for (var full = false; !full;)
            {
                var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = 50 };
                callers.Add(caller);
                try
                {
                    caller.Connect(new UnixDomainSocketEndPoint(Place));
                }
                catch (SocketException)
                {
                    full = true;
                }
            }

            Assert.Equal(FailureKind.Unavailable, Assert.Throws<CtraceException>(() => StatusSocket.Listen(Place)).Kind);
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    [Fact]
    public void ADeadOnesIsReplaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!, Owner | UnixFileMode.UserExecute);
        MakeDead(Place);
        using var socket = StatusSocket.Listen(Place);
        using var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        caller.Connect(new UnixDomainSocketEndPoint(Place));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("directory")]
    [InlineData("link")]
    [InlineData("link to a socket")]
    public void WhatIsNoSocketIsLeftAlone(string what)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!, Owner | UnixFileMode.UserExecute);
        var other = $"{_directory.Path}/other";
        switch (what)
        {
            case "file":
                File.WriteAllText(Place, "kept");
                break;
            case "directory":
                Directory.CreateDirectory(Place);
                break;
            case "link":
                File.CreateSymbolicLink(Place, other);
                break;
            default:
                MakeDead(other);
                File.CreateSymbolicLink(Place, other);
                break;
        }

        var before = new FileInfo(Place).Attributes;
        Assert.Equal(FailureKind.CannotCreate, Assert.Throws<CtraceException>(() => StatusSocket.Listen(Place)).Kind);
        Assert.Equal(before, new FileInfo(Place).Attributes);
        Assert.Equal(what == "link to a socket", File.Exists(other));
    }

    [Fact]
    public void ADirectoryThatOthersWriteToIsRefused()
    {
        var shared = Directory.CreateDirectory($"{_directory.Path}/shared").FullName;
        File.SetUnixFileMode(shared, (UnixFileMode)0x1FF);
        var refused = Assert.Throws<CtraceException>(() => StatusSocket.Listen($"{shared}/ctrace.sock"));
        Assert.Contains("others can write to it", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(shared));
    }

    [Fact]
    public void AnothersSocketOfTheSameNameStays()
    {
        var first = StatusSocket.Listen(Place);
        File.Delete(Place);
        using var second = StatusSocket.Listen(Place);
        first.Dispose();
        Assert.True(File.Exists(Place));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/run/")]
    [InlineData("..")]
    [InlineData("/run/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345")]
    public void APathThatNoSocketCanHaveIsAUsageError(string path) =>
        Assert.Equal(FailureKind.Usage, Assert.Throws<CtraceException>(() => StatusSocket.Listen(path)).Kind);

    /// <summary>What a killed daemon leaves: .NET would remove it on closing, but not one that was moved.</summary>
    private static void MakeDead(string path)
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint($"{path}.new"));
        dead.Listen();
        File.Move($"{path}.new", path);
    }
}
