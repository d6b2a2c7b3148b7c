using System.Text.RegularExpressions;
using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed partial class FilePlansTests
{
    private static readonly string Header = File.ReadAllText(Path.Combine(SourceFolder.Repository, "bpf/abi/files.h"));

    [Fact]
    public void EveryAbiHasTheSame()
    {
        var plans = FilePlans.All.ToDictionary(entry => CallIndex.Name(entry.Index).ToString(), entry => entry.Plan);
        Assert.Equal(plans[Native("openat")], plans[CallIndex.Name(CallIndex.Of(0, Number("openat"))!.Value).ToString()]);
        Assert.Equal(FileAction.Opened, plans[Native("openat")].Action);
        Assert.DoesNotContain(Native("newfstatat"), plans.Keys);
        Assert.Equal(plans.Count, FilePlans.All.Count());
    }

    [Fact]
    public void TheNumbersAreTheHeaders()
    {
        AssertSame<FileAction>("FILE_");
        AssertSame<UseKind>("USE_");
        AssertSame<FileModes>("MODE_");
        Assert.Contains($"#define NAMES_IN_DIRECTORY {FileSet.MostNames}\n", Header, StringComparison.Ordinal);
    }

    private static void AssertSame<T>(string prefix)
        where T : struct, Enum
    {
        var numbers = Constant().Matches(Header).Where(match => match.Groups[1].Value.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(match => match.Groups[1].Value[prefix.Length..].Replace("_", "", StringComparison.Ordinal), match => int.Parse(match.Groups[2].Value, null));
        var names = Enum.GetValues<T>().Where(value => !(typeof(T) == typeof(FileModes) && Convert.ToInt32(value, null) == 0))
            .ToDictionary(value => value.ToString().ToUpperInvariant(), value => Convert.ToInt32(value, null));
        Assert.Equal(names.OrderBy(entry => entry.Value), numbers.OrderBy(entry => entry.Value));
    }

    private static string Native(string name) => new SyscallName(NativeArchitecture.Current, name).ToString();

    private static int Number(string name) => Ctrace.Core.Linux.Syscalls.Number(NativeArchitecture.Current, name)!.Value;

    [GeneratedRegex(@"^\t([A-Z_]+) = (\d+),", RegexOptions.Multiline)]
    private static partial Regex Constant();
}
