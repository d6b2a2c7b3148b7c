using Ctrace.Core.Tracefiles;
using Xunit;

namespace Ctrace.Live.Commands;

/// <summary>Without -o ctrace makes up a name: what it did not make stays, and what it replaces is said.</summary>
[Collection("engine")]
public sealed class MadeUpNameTests : ContainerTest
{
    [LiveFact]
    public async Task OnlyAnEarlierRecordingIsReplacedAndThatIsSaid()
    {
        var first = await RecordAsync();
        Assert.DoesNotContain("replaced", first.Errors, StringComparison.Ordinal);
        var second = await RecordAsync();
        Assert.Contains("ctrace: true.trace: ", second.Errors, StringComparison.Ordinal);
        Assert.Contains("; it replaced an earlier recording\n", second.Errors, StringComparison.Ordinal);
        Assert.Equal(["true.trace"], Names());

        var merged = await RecordAsync("--merge");
        Assert.DoesNotContain("replaced", merged.Errors, StringComparison.Ordinal);
        Assert.Equal(2ul, Read("true.trace").Executables["/bin/true"]);
    }

    [LiveTheory]
    [InlineData("echo notes > true.trace")]
    [InlineData("mkdir true.trace")]
    [InlineData("echo notes > other; ln -s other true.trace")]
    [InlineData("mkfifo true.trace")]
    [InlineData("chmod 1777 .; printf 'ARCH\\nx86_64\\n\\nCAPABILITIES\\n\\nSYSCALLS\\nread\\n' > true.trace; chown 65534 true.trace")]
    public async Task WhatCtraceDidNotMakeStays(string prepare)
    {
        (await Command.RunAsync("sh", "-c", $"cd '{Place}'; {prepare}")).Succeeded();
        File.WriteAllText($"{Place}/true-2.trace", "notes");
        var before = await LookAsync();
        var program = await RecordAsync();
        Assert.StartsWith("ctrace: warning: true.trace is no tracefile of yours, and stays as it was: the recording is true-3.trace\nctrace: true-3.trace: ", program.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await LookAsync());
        Assert.Equal(1ul, Read("true-3.trace").Executables["/bin/true"]);
    }

    private async Task<Command> RecordAsync(string option = "")
    {
        var program = await Command.RunAsync(TimeSpan.FromMinutes(5), "sh", "-c", $"cd '{Place}' && exec '{Repository.Ctrace}' record {option} -- /bin/true");
        Assert.True(program.Status == 0, program.Errors);
        return program;
    }

    private Core.Traces.Trace Read(string name) => TracefileReader.Read(File.ReadAllBytes($"{Place}/{name}"), name);

    private IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(Place).Select(Path.GetFileName);

    private async Task<string> LookAsync() =>
        (await Command.RunAsync("sh", "-c", $"cd '{Place}'; stat -c '%n %f %u %i' *.trace other 2>/dev/null | grep -v true-3; cat true-2.trace; [ ! -f true.trace ] || cat true.trace; true")).Succeeded();
}
