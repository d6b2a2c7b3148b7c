using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.SecurityProfilesOperator;
using Ctrace.Core.Traces;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>What becomes of an AppArmorProfile: the operator's rules of it, as AppArmor's compiler reads them and the kernel runs them.</summary>
public sealed class OperatorRulesTests : IDisposable
{
    private const FileModes All = FileModes.Read | FileModes.Write | FileModes.Append | FileModes.Lock | FileModes.Map | FileModes.Execute;

    private static readonly string[] Names =
        ["a", "b", "ab", "*", "?", "a b", "a,", "#12", "@{pid}", "\"", "é", "\n", "..", "tmp.Xy12Zw", "b.1", "0", "a/b", "b/a", "a/a/b", "{a", "b}"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void PlainNamesAreAllowedWhatTheyUsedAndNoMore()
    {
        var modes = new Dictionary<string, FileModes>
        {
            ["/srv/read"] = FileModes.Read,
            ["/srv/write"] = FileModes.Write | FileModes.Append | FileModes.Lock,
            ["/srv/both"] = FileModes.Read | FileModes.Write | FileModes.Append | FileModes.Lock,
            ["/srv/program"] = FileModes.Read | FileModes.Map | FileModes.Execute,
            ["/srv/script"] = FileModes.Read | FileModes.Execute | FileModes.Map, // the parser adds m to ix
            ["/srv/library"] = FileModes.Read | FileModes.Map,
        };
        var policy = Compile(modes);
        Assert.All(modes, file => Assert.Equal(file, KeyValuePair.Create(file.Key, policy[file.Key])));
        Assert.All((string[])["/srv/", "/srv/reads", "/srv/rea", "/", "/usr/srv/read"], path => Assert.Equal(FileModes.None, policy[path]));
    }

    [Fact]
    public void ProcessesAndTerminalsAreAnyonesOwn()
    {
        var policy = Compile(new()
        {
            ["/proc/0/task/0/comm"] = FileModes.Read,
            ["/proc/0/fd/0"] = FileModes.Read,
            ["/dev/pts/0"] = FileModes.Write,
            ["/var/run/x"] = FileModes.Read,
        });
        Assert.Equal(FileModes.Read, policy["/proc/4194303/task/7/comm"]);
        Assert.Equal(FileModes.Read, policy["/proc/1/fd/0"]);
        Assert.Equal(FileModes.None, policy["/proc/self/fd/0"]);
        Assert.Equal(FileModes.Write, policy["/dev/pts/12"] & FileModes.Write);
        Assert.Equal(FileModes.Read, policy["/run/x"]);
        Assert.Equal(FileModes.Read, policy["/var/run/x"]);
    }

    /// <summary>Whatever names and modes there are together, no denial of one list's takes from what another allows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WhatWasRecordedIsAllowed(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var used = new ResourcesBuilder();
            for (var i = 0; i < 24; i++)
            {
                var directory = ((string[])["/tmp/", "/srv/", "/proc/0/", "/bin/", "/"])[random.Next(5)];
                var file = random.Next(8) == 0 ? new FileName(directory, (FileScope)random.Next(1, 3)) : new FileName(directory + Names[random.Next(Names.Length)]);
                if (FileName.IsPath(file.Path))
                {
                    used.AddFile(file, (FileModes)random.Next(1, 8 + 1) | (random.Next(4) == 0 ? FileModes.Read | FileModes.Map : FileModes.None));
                }
            }

            var trace = new Trace(Architecture.X86_64) { Resources = used.Build() };
            var resource = OperatorResource.AppArmor("any", trace);
            var policy = AppArmorPolicy.Compile(OperatorRules.Of(resource, hasBase: false), _directory.Path);
            foreach (var (file, modes) in trace.Resources.Files)
            {
                var path = (file.Scope switch { FileScope.Files => file.Path + "any", FileScope.Directories => file.Path + "any/", _ => file.Path })
                    .Replace("/proc/0/", "/proc/10/", StringComparison.Ordinal);
                Assert.True((policy[path] & modes) == modes, $"seed {seed}, round {round}: {path} may {policy[path]}, not {modes}, in\n{resource}");
            }
        }
    }

    /// <summary>A rule that changes nothing of the compiled policy was in it before.</summary>
    [Theory]
    [InlineData("inet", "stream")]
    [InlineData("inet6", "stream")]
    [InlineData("inet", "dgram")]
    [InlineData("inet6", "dgram")]
    [InlineData("inet", "raw")]
    [InlineData("netlink", "raw")]
    [InlineData("packet", "raw")]
    public void ASocketThatIsAllowedHasItsRule(string family, string type)
    {
        var used = new ResourcesBuilder();
        used.AddNetwork(new NetworkUse(family, type));
        var trace = new Trace(Architecture.X86_64) { Resources = used.Build() };
        Assert.Empty(AppArmorDoubts.Of(trace));
        var resource = OperatorResource.AppArmor("net", trace);
        Assert.Equal(Binary(OperatorRules.Of(resource)), Binary(OperatorRules.Of(resource, $"network {family} {type},")));
        Assert.NotEqual(Binary(OperatorRules.Of(resource)), Binary(OperatorRules.Of(resource, "network netlink dgram,")));
    }

    [Fact]
    public void WhatTheBaseIsReliedOnForIsInIt()
    {
        var rules = OperatorRules.Of(OperatorResource.AppArmor("none", new Trace(Architecture.X86_64)));
        Assert.All((string[])["signal peer=@{profile_name},", "signal (receive) peer=unconfined,", "unix (create),", "unix peer=(label=@{profile_name}),", "ptrace (read) peer=@{profile_name},"],
            rule => Assert.Equal(Binary(rules), Binary(OperatorRules.Of(OperatorResource.AppArmor("none", new Trace(Architecture.X86_64)), rule))));
    }

    private AppArmorPolicy Compile(Dictionary<string, FileModes> files)
    {
        var used = new ResourcesBuilder();
        foreach (var (path, modes) in files)
        {
            used.AddFile(new FileName(path), modes & All);
        }

        return AppArmorPolicy.Compile(OperatorRules.Of(OperatorResource.AppArmor("web", new Trace(Architecture.X86_64) { Resources = used.Build() }), hasBase: false), _directory.Path);
    }

    /// <summary>Compiled for a kernel that mediates sockets, signals and tracing, which this one need not.</summary>
    private byte[] Binary(string profile)
    {
        File.WriteAllText(_directory["profile"], profile);
        var parser = Tool.Run("apparmor_parser", "--skip-kernel-load", "--skip-cache", "--features-file", "/etc/apparmor.d/abi/3.0", "--ofile", _directory["policy"], _directory["profile"]);
        Assert.Equal(0, parser.Status);
        return File.ReadAllBytes(_directory["policy"]);
    }
}
