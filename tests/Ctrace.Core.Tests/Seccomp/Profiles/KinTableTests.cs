using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>What every row of tables/kin.csv has to be.</summary>
public sealed class KinTableTests
{
    private static readonly string[] Words = [KinRow.AnyCall, KinRow.Forks, KinRow.InetSockets];

    public static TheoryData<string> Rows => [.. TableFile.Rows("kin.csv").Select(row => $"{row[0]} {row[1]}")];

    [Fact]
    public void RowsAreSortedAndHaveAllFieldsButTheCondition()
    {
        var rows = TableFile.Rows("kin.csv").ToList();
        Assert.Equal(rows.Select(row => row[0]).Order(StringComparer.Ordinal), rows.Select(row => row[0]));
        Assert.Distinct(rows.Select(row => $"{row[0]} {row[1]}"));
        Assert.All(rows, row => Assert.All([row[0], row[1], row[3], row[4]], field => Assert.NotEmpty(field)));
        Assert.Equal(KinTable.Rows.Length, rows.Count);
    }

    [Fact]
    public void TheTableNamesItsVersion() => Assert.Contains($"; version {KinTable.Version}, ", TableFile.Source("kin.csv"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Rows))]
    public void ItIsACallAndBesideCalls(string key)
    {
        var row = Row(key);
        Assert.All(row.Beside.SelectMany(alternatives => alternatives).Except(Words).Append(row.Name), name => Assert.NotNull(Syscalls.Number(Architecture.X86_64, name)));
        Assert.DoesNotContain(row.Name, row.Beside.SelectMany(alternatives => alternatives));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void ItIsNotDangerousAndNothingThatLibrariesDoWithout(string key)
    {
        var row = Row(key);
        Assert.DoesNotContain(Danger.Syscalls, danger => danger.Name == row.Name);
        Assert.DoesNotContain(row.Name, Fallbacks.Names);
        Assert.DoesNotContain(row.Name, AlwaysAllowed.Of([Architecture.X86_64]));
    }

    /// <summary>On every machine that an engine's default is for.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void TheEnginesDefaultAllowsIt(string key)
    {
        var row = Row(key);
        foreach (var machine in (Architecture[])[Architecture.X86_64, Architecture.Aarch64])
        {
            var usual = DefaultConditions.Usual(machine);
            Assert.True(Syscalls.Number(machine, row.Name) is null || usual.Access(row.Name) == CallAccess.Allowed || row.Name == "clone", $"{row.Name} on {machine}");
        }

        // The default looks at clone's flags through this mask (CLONE_NEW*).
        Assert.True(row.Name != "clone" || row.Condition is [{ Index: 0, Operator: SeccompOperator.MaskedEqual, Value: var mask, ValueTwo: var value }] && (mask & 0x7e020000) == 0x7e020000 && (value & 0x7e020000) == 0);
    }

    private static KinRow Row(string key) => KinTable.Rows.Single(row => key == $"{row.Name} {string.Join('&', row.Beside.Select(alternatives => string.Join('|', alternatives)))}");
}
