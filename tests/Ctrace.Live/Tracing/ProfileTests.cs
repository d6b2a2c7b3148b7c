using System.Collections.Concurrent;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>The profile of a trace is enough, and none of what it allows the program is too much.</summary>
[Collection("engine")]
public sealed class ProfileTests(Profilings profilings) : IClassFixture<Profilings>
{
    private const int AtOnce = 3;

    public static TheoryData<Subject> Subjects { get; } = Subject.Rows;

    private static ParallelOptions Parallel => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };

    [LiveTheory]
    [MemberData(nameof(Subjects))]
    public async Task AllContainersStartAndWork(Subject subject)
    {
        var profiling = await profilings.OfAsync(subject);
        var problems = new ConcurrentBag<string>();
        await System.Threading.Tasks.Parallel.ForEachAsync(Enumerable.Range(0, subject.DependsOnTime ? 20 : 5), Parallel, async (_, _) =>
        {
            var run = await SubjectRun.RunAsync(subject, [.. profiling.Options]);
            if (!run.Works)
            {
                problems.Add(run.Problem);
            }
        });
        Assert.Empty(problems);
    }

    [LiveTheory]
    [MemberData(nameof(Subjects))]
    public async Task NoNameThatTheProgramUsedCanBeTakenAwayUnnoticed(Subject subject)
    {
        var profiling = await profilings.OfAsync(subject);
        await using var daemon = await TraceDaemon.StartAsync("--failures");
        var names = profiling.Own.Select(call => call.Name).Distinct().ToList();
        var working = new ConcurrentBag<string>();
        await System.Threading.Tasks.Parallel.ForEachAsync(names, Parallel, async (name, _) =>
        {
            var run = await SubjectRun.RunAsync(subject.Lighter, profiling.Limit, [.. profiling.Without(name), "--label", $"ctrace.tracefile={name}"]);
            if (run.Works)
            {
                working.Add(name);
            }
        });
        await daemon.StopAsync();
        Assert.NotEmpty(names);
        Assert.All(working, name => AssertDenied(daemon.Read(name), name));
    }

    private static void AssertDenied(Trace trace, string name)
    {
        var denied = trace.Denied.Keys.Select(outcome => outcome.Syscall.Name);
        Assert.True(denied.Contains(name), $"{name} is not among the denied ({string.Join(' ', denied)}); {trace.Lost} lost; failed "
            + string.Join(' ', trace.Failed.Keys.Select(outcome => $"{outcome.Syscall.Name}:{outcome.Errno}")));
    }
}
