using System.Diagnostics;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Tests.Linux;

/// <summary>The table against errno(1) of moreutils, which prints the C library's own names and meanings.</summary>
public sealed class ErrnoProgramTests
{
    [Fact]
    public void TheListIsTheSame()
    {
        var start = new ProcessStartInfo("errno", ["-l"]) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C";
        using var program = Process.Start(start)!;
        var lines = program.StandardOutput.ReadToEnd();
        program.WaitForExit();

        var listed = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        var seenByPrograms = Errno.All.Where(error => error.Number < 512);
        Assert.Equal(listed, seenByPrograms.Select(error => $"{error.Name} {error.Number} {error.Meaning}").Order(StringComparer.Ordinal));
    }
}
