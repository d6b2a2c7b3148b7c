using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Tests;

/// <summary>What is under another licence than the rest says so in its first lines (https://spdx.dev/ids), since it is shipped in the same program.</summary>
public sealed class LicenceTests
{
    /// <summary>What runs in the kernel, and what is derived from Docker's default profile.</summary>
    public static TheoryData<string, string> Others
    {
        get
        {
            var files = new TheoryData<string, string> { { "tables/docker-default.csv", "Apache-2.0" } };
            var probes = Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "bpf"), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "LICENSE");
            foreach (var file in probes.Concat(Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "bench"), "*.bpf.c")))
            {
                files.Add(Path.GetRelativePath(SourceFolder.Repository, file), "GPL-2.0");
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void AFileUnderAnotherLicenceNamesIt(string file, string licence) =>
        Assert.Contains(File.ReadLines(Path.Combine(SourceFolder.Repository, file)).Take(2), line => line.Contains($"SPDX-License-Identifier: {licence}", StringComparison.Ordinal));
}
