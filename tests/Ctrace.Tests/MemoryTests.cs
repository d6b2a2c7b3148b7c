using System.Diagnostics;
using System.Text;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests;

/// <summary>
/// What strangers wrote is read in memory in proportion to it: each reader gets the most that it takes of what is smallest in a file, in a process
/// that may have 16 times as much and no more.
/// </summary>
public sealed class MemoryTests : IDisposable
{
    private const int Size = (16 << 20) - 4096;
    private const string Limit = "0x10000000"; // of the whole heap: 256 MiB

    private readonly TemporaryDirectory _place = new();

    public MemoryTests() => File.WriteAllText(_place["web.trace"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nread\nexecve\n");

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("profile lint FILE", "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[", "{}", ",", "]}", 65, "names and values")]
    [InlineData("profile lint FILE", "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"x\":[", "[]", ",", "]}", 65, "names and values")]
    [InlineData("profile compare FILE docker-default", "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"action\":\"SCMP_ACT_ALLOW\",\"names\":[", "\"\"", ",", "]}]}", 65, "names and values")]
    [InlineData("check --against FILE -- true", "{\"x\":{", "\"#\":0", ",", "}}", 65, "names and values")]
    [InlineData("merge -o out FILE", "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\n", "#", "\n", "\n", 65, "lines, found more")]
    [InlineData("merge -o out FILE", "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nEXECUTABLES\n", "1 #", "\n", "\n", 65, "lines, found more")]
    [InlineData("merge -o out FILE", "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nFILES\n", "r /#", "\n", "\n", 65, "lines, found more")]
    [InlineData("merge -o out FILE", "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nSYSCALL-CALLERS\n", "x86_64 # 0 unknown", "\n", "\n", 65, "lines, found more")]
    [InlineData("merge -o out FILE", "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\nFACTS\n", "a #", "\n", "\n", 65, "lines, found more")]
    [InlineData("profile compose -o p.json --patch FILE --service web web.trace", "services:\n  web:\n    x:\n", "    -", "\n", "\n", 65, "keys and values")]
    [InlineData("profile kubernetes -o p.json --localhost-profile p.json --patch FILE web.trace", "a: [", "[]", ",", "]\n", 65, "keys and values")]
    [InlineData("profile oci --patch FILE web.trace", "{\"process\":{},\"x\":[", "{}", ",", "]}", 65, "names and values")]
    public void TheSmallestOfEachIsReadInProportion(string words, string start, string each, string between, string end, int status, string says)
    {
        var text = new StringBuilder(start, Size + 64);
        for (var number = 0; text.Length < Size; number++)
        {
            text.Append(each.Replace("#", $"{number:x}", StringComparison.Ordinal)).Append(between);
        }

        text.Length -= between.Length;
        File.WriteAllText(_place["file"], text.Append(end).ToString());
        var (code, errors) = Run(words.Replace("FILE", "file", StringComparison.Ordinal));
        Assert.True(code == status && errors.Contains(says, StringComparison.Ordinal), $"{code}: {errors}");
        Assert.True(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => !line.StartsWith("ctrace: note: ", StringComparison.Ordinal)) <= 1, errors);
    }

    private (int Status, string Errors) Run(string words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ctrace"), words.Split(' '))
        {
            RedirectStandardError = true,
            WorkingDirectory = _place.Path,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = Limit;
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, errors);
    }
}
