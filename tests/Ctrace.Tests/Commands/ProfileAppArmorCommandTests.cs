using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.AppArmor;
using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Ctrace.Tests.Files;
using Ctrace.Tests.Profiles;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>Profiles as AppArmor's own compiler reads them, and as the kernel would run what it makes of them.</summary>
public sealed class ProfileAppArmorCommandTests : IDisposable
{
    private const string Recorded = "ARCH\nx86_64\nCAPABILITIES\nchown\nSYSCALLS\nread\nFORMAT\n2\nFILES\nrw /srv/a\nFACTS\nfiles recorded\n";

    private static readonly string[] Pieces =
        ["a", "b", "*", "**", "?", "[", "]", "{", "}", ",", "^", "!", "\\", "\"", "'", " ", "#", "@{pid}", "@", "\n", "\t", "\u0001", "\u001b[0m", "\u007f", "é", "\uDC80", "\uDCFF", "\u2028", "012", "x41", "n", ".", ";", "->", "$", "|", "(", ")", "+"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Golden => [.. Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "tests/Ctrace.Core.Tests/Golden/AppArmor"))];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Golden))]
    public void TheParserTakesEveryGoldenProfile(string path)
    {
        var parser = Tool.Run("apparmor_parser", "--skip-kernel-load", "--skip-cache", "--ofile", _directory["policy"], path);
        Assert.Equal(0, parser.Status);
    }

    [Fact]
    public void TheFilesAreAllowedAndNoOthers()
    {
        File.WriteAllText(_directory["trace"], Recorded);
        var policy = AppArmorPolicy.Compile(CommandRun.Of("profile", "apparmor", "--name", "web", _directory["trace"]).Output, _directory.Path);
        Assert.Equal(FileModes.Read | FileModes.Write | FileModes.Append, policy["/srv/a"]);
        Assert.All((string[])["/srv/b", "/srv/", "/srv/a/", "/srv/ab", "/srv", "/"], path => Assert.Equal(FileModes.None, policy[path]));
    }

    /// <summary>Names of every character there is, in every place: each is one name to the kernel, with its own permissions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyNameMatchesItselfAlone(int seed)
    {
        var random = new Random(seed);
        var modes = new Dictionary<string, FileModes>(StringComparer.Ordinal);
        for (var i = 0; i < 256 * 2; i++)
        {
            var name = i is > 0 and < 256 && i != '/' && seed == 1 ? PathText.Decode([(byte)i]) + "." : string.Concat(random.GetItems(Pieces, random.Next(1, 7)));
            modes[$"/srv/{i % 8}/{name}x"] = (FileModes)(1 << (i % 2));
        }

        var used = new ResourcesBuilder();
        foreach (var (path, mode) in modes)
        {
            used.AddFile(new FileName(path), mode);
        }

        var policy = AppArmorPolicy.Compile(AppArmorProfile.Write("any", new Trace(Architecture.X86_64) { Resources = used.Build() }), _directory.Path);
        foreach (var (path, mode) in modes)
        {
            Assert.Equal((path, mode == FileModes.Write ? FileModes.Write | FileModes.Append : mode), (path, policy[path]));
            foreach (var other in (string[])[path + "x", path[..^1], path.Replace("*", "b", StringComparison.Ordinal), path.Replace("?", "b", StringComparison.Ordinal), path.Replace("\\", "", StringComparison.Ordinal)])
            {
                Assert.Equal((other, modes.ContainsKey(other) ? policy[other] : FileModes.None), (other, policy[other]));
            }
        }
    }

    [Theory]
    [InlineData("rm /lib/ld.so", "/usr/lib/ld.so", FileModes.Read | FileModes.Map)]
    [InlineData("rm /lib/ld.so", "/lib/ld.so", FileModes.Read | FileModes.Map)]
    [InlineData("r /proc/0/task/0/comm", "/proc/4194304/task/7/comm", FileModes.Read)]
    [InlineData("r /proc/0/task/0/comm", "/proc/self/task/7/comm", FileModes.None)]
    [InlineData("k /dev/pts/0", "/dev/pts/12", FileModes.Lock)]
    [InlineData("r* /tmp/", "/tmp/anything", FileModes.Read)]
    [InlineData("r* /tmp/", "/tmp/deep/anything", FileModes.None)]
    [InlineData("r* /tmp/", "/tmp/", FileModes.None)]
    [InlineData("r*/ /tmp/", "/tmp/anything/", FileModes.Read)]
    [InlineData("rmx /usr/bin/a", "/usr/bin/a", FileModes.Read | FileModes.Map | FileModes.Execute)]
    [InlineData("a /var/log/a", "/var/log/a", FileModes.Append)]
    [InlineData("r /sys/firmware/a", "/sys/firmware/a", FileModes.Read)]
    public void AGlobMatchesWhatItShould(string line, string path, FileModes modes)
    {
        File.WriteAllText(_directory["trace"], Recorded.Replace("rw /srv/a", line, StringComparison.Ordinal));
        Assert.Equal(modes, AppArmorPolicy.Compile(CommandRun.Of("profile", "apparmor", _directory["trace"]).Output, _directory.Path)[path]);
    }

    [Fact]
    public void EveryNetworkSignalAndCapabilityIsKnownToTheParser()
    {
        var used = new ResourcesBuilder();
        for (var family = 0; family < 50; family++)
        {
            for (var type = 0; type < 12; type++)
            {
                used.AddNetwork(new NetworkUse(Sockets.Family(family), Sockets.Type(type)));
            }
        }

        foreach (var signal in Enumerable.Range(0, 65))
        {
            used.AddSignal(Signals.Name(signal)!);
        }

        var all = new Trace(Architecture.X86_64)
        {
            Resources = used.Build(),
            Capabilities = Counts<string>.Create(Capability.All.Select(capability => KeyValuePair.Create(capability.Name, 1UL))),
        };
        AppArmorPolicy.Compile(AppArmorProfile.Write("all", all), _directory.Path);
    }

    [Fact]
    public void ARecordingWithoutFilesIsRefused()
    {
        File.WriteAllText(_directory["trace"], Recorded[..Recorded.IndexOf("FORMAT", StringComparison.Ordinal)]);
        var failure = CommandRun.Of("profile", "apparmor", "-o", _directory["out"], _directory["trace"]).Failure;
        Assert.Equal(
            (FailureKind.Data, "the recording has no files: an AppArmor profile of it would stop any container", "record it again with --files"),
            (failure?.Kind, failure?.Message, failure?.Hint));
        Assert.False(File.Exists(_directory["out"]));
    }

    [Fact]
    public void AMergedRecordingOfWhichSomeHaveNoFilesIsDoubted()
    {
        File.WriteAllText(_directory["with"], Recorded);
        File.WriteAllText(_directory["without"], "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\nFACTS\nscope whole\n");
        Assert.Contains("made without --files", CommandRun.Of("profile", "apparmor", _directory["with"], _directory["without"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatCouldEndTheRuleIsRefused()
    {
        File.WriteAllText(_directory["trace"], Recorded);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "apparmor", "--name", "a { file, }", _directory["trace"]).Failure?.Kind);
    }
}
