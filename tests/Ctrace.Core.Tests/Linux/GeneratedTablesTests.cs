using System.Diagnostics;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

/// <summary>What is compiled in is what the tables say, and what the generator makes of them today.</summary>
public sealed class GeneratedTablesTests
{
    public static TheoryData<string> Architectures => [.. Architecture.All.Select(architecture => architecture.Name)];

    public static TheoryData<string> Files => ["Linux/SyscallTable.g.cs", "Linux/CapabilityTable.g.cs", "Linux/ErrnoTable.g.cs", "Linux/ErrnoNumbers.g.cs",
        "Decoding/ConstantTable.g.cs", "Decoding/SignatureTable.g.cs", "Decoding/DecodingTable.g.cs", "Decoding/ClassTable.g.cs"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void SyscallsAreThoseOfTheTable(string name)
    {
        var rows = TableFile.Rows("syscalls.csv").Where(row => row[0] == name).Select(row => (int.Parse(row[1]), row[2])).ToList();
        Assert.NotEmpty(rows);
        Assert.Equal(rows, Syscalls.All(Architecture.Find(name)!));
    }

    [Fact]
    public void TheTableHasNoFurtherArchitecture() =>
        Assert.Equal(Architecture.All.Select(architecture => architecture.Name), TableFile.Rows("syscalls.csv").Select(row => row[0]).Distinct());

    [Fact]
    public void CapabilitiesAreThoseOfTheTable() =>
        Assert.Equal(TableFile.Rows("capabilities.csv").Select(row => (int.Parse(row[0]), row[1])), Capability.All);

    [Fact]
    public void ErrorsAreThoseOfTheTable() =>
        Assert.Equal(TableFile.Rows("errno.csv").Select(row => (int.Parse(row[0]), row[1], row[2])), Errno.All);

    [Theory]
    [InlineData("syscalls.csv")]
    [InlineData("capabilities.csv")]
    [InlineData("errno.csv")]
    public void TheFirstLineNamesKernelDateAndSource(string table) =>
        Assert.Matches(@"^# Linux 6\.18, read 20\d\d-\d\d-\d\d from \S+/\S+ \([0-9a-f]{12}\)", TableFile.Source(table));

    [Theory]
    [MemberData(nameof(Files))]
    public void TheGeneratorMakesTheCommittedFile(string file)
    {
        var folder = Directory.CreateTempSubdirectory("ctrace-tables-");
        try
        {
            using var generator = Process.Start(Path.Combine(TableFile.Root, "tools/generate-source"), ["--output", folder.FullName]);
            generator.WaitForExit();
            Assert.Equal(0, generator.ExitCode);
            Assert.Equal(
                File.ReadAllText(Path.Combine(folder.FullName, Path.GetFileName(file))),
                File.ReadAllText(Path.Combine(TableFile.Root, "src/Ctrace.Core", file)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
