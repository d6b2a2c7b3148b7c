using System.Collections.Immutable;
using Ctrace.Core.Traces;
using Ctrace.Live.Witnesses;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>What is recorded of a new container is exactly what two independent witnesses saw: the program itself, and strace.</summary>
[Collection("engine")]
public sealed class WitnessedSyscallsTests
{
    public static TheoryData<Subject> Subjects { get; } = Subject.Rows;

    [LiveTheory]
    [MemberData(nameof(Subjects))]
    public async Task RecordsExactlyWhatStraceSaw(Subject subject)
    {
        await using var daemon = await TraceDaemon.StartAsync("--failures");
        Witnessed witnessed;
        SubjectRun run;
        await using (var strace = await Strace.AttachAsync())
        {
            run = await SubjectRun.RunAsync(subject, "--label", "ctrace.tracefile=subject");
            witnessed = Assert.Single(await strace.DetachAsync(), one => Path.GetFileName(one.Program) == subject.Command[0]);
        }

        await daemon.StopAsync();
        Assert.True(run.Works, run.Problem);
        var trace = daemon.Read("subject");
        Assert.Equal(0UL, trace.Lost);
        var difference = Difference(witnessed.All, Seen(trace));
        Assert.True(difference.Length == 0, difference);

        // Who made a call that the filter refused is not recorded: it was not made.
        var refused = trace.Denied.Keys.Select(outcome => outcome.Syscall).ToHashSet();
        Assert.Equal(
            witnessed.Callers.Where(line => !refused.Any(name => line.EndsWith($" {name.Architecture} {name.Name}", StringComparison.Ordinal))),
            trace.SyscallCallers.Select(entry => entry.Key).Where(key => !refused.Contains(key.Name)).Select(key => Witnessed.Called(key.Name, key.Caller)).Order(StringComparer.Ordinal));

        var said = Workload.Parse(run.Output);
        Assert.Empty(said.Syscalls.Except(witnessed.Own));
        Assert.Empty(said.Errors.Except([.. trace.Denied.Keys, .. trace.Failed.Keys]));
    }

    /// <summary>Only where two sets differ: the whole of them tells a reader little.</summary>
    private static string Difference(ImmutableSortedSet<SyscallName> expected, ImmutableSortedSet<SyscallName> actual) =>
        string.Join(", ", [.. expected.Except(actual).Select(name => $"missing {name.Architecture} {name.Name}"), .. actual.Except(expected).Select(name => $"surplus {name.Architecture} {name.Name}")]);

    private static ImmutableSortedSet<SyscallName> Seen(Trace trace) => [.. trace.Syscalls.Keys, .. trace.Denied.Keys.Select(outcome => outcome.Syscall)];
}
