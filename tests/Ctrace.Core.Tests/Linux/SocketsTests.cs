using System.Text.RegularExpressions;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed partial class SocketsTests
{
    [Theory]
    [InlineData(1, "unix")]
    [InlineData(2, "inet")]
    [InlineData(10, "inet6")]
    [InlineData(45, "mctp")]
    [InlineData(12, "family_12")]
    [InlineData(77, "family_77")]
    [InlineData(-1, "family_4294967295")]
    public void FamiliesHaveNames(int number, string name) => Assert.Equal(name, Sockets.Family(number));

    [Fact]
    public void TheyAreTheSystemsOwn()
    {
        var header = File.ReadAllText("/usr/include/x86_64-linux-gnu/bits/socket.h");
        var known = Family().Matches(header).Select(match => (Name: match.Groups[1].Value.ToLowerInvariant(), Number: int.Parse(match.Groups[2].Value, null)))
            .Where(family => family.Name is not ("unspec" or "local" or "decnet" or "max")).ToList();
        Assert.Equal(43, known.Count);
        Assert.All(known, family => Assert.Equal(family.Name, Sockets.Family(family.Number)));
    }

    [Theory]
    [InlineData(1, "stream")]
    [InlineData(5, "seqpacket")]
    [InlineData(10, "packet")]
    [InlineData(7, "type_7")]
    public void TypesHaveNames(int number, string name) => Assert.Equal(name, Sockets.Type(number));

    [GeneratedRegex(@"#define PF_(\w+)\s+(\d+)")]
    private static partial Regex Family();
}
