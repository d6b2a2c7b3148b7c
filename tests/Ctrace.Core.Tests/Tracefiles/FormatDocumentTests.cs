using System.Text;
using System.Text.RegularExpressions;
using Ctrace.Core.Tests.Linux;
using Ctrace.Core.Tracefiles;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

/// <summary>docs/format.md is the contract, so what it shows must be true.</summary>
public sealed class FormatDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(TableFile.Root, "docs/format.md"));

    [Fact]
    public void TheExampleIsWhatIsWritten()
    {
        var example = string.Concat(Lines.SkipWhile(line => !line.StartsWith("    ", StringComparison.Ordinal))
            .TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => line.TrimStart() + "\n")).TrimEnd('\n') + "\n";
        Assert.Equal(example, TracefileWriter.Write(TracefileReader.Read(Encoding.ASCII.GetBytes(example), "docs/format.md")));
    }

    [Fact]
    public void EverySectionIsReadAsItIsShown()
    {
        var rows = Lines.Select(line => Regex.Match(line, @"^\| (`[A-Z0-9-]+`(?:, `[A-Z0-9-]+`)*) \| `([^`]+)` \|")).Where(row => row.Success).ToList();
        Assert.Equal(30, rows.Count);
        foreach (var row in rows)
        {
            foreach (var section in row.Groups[1].Value.Split(", ").Select(name => name.Trim('`')))
            {
                var architecture = section == "SYSCALLS-ARM" ? "aarch64" : "x86_64";
                var text = $"ARCH\n{architecture}\nCAPABILITIES\nSYSCALLS\n{section}\n{row.Groups[2].Value}\n";
                TracefileReader.Read(Encoding.ASCII.GetBytes(text), section);
            }
        }
    }
}
