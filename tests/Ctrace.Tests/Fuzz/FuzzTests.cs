using Ctrace.Core.Tests;
using Ctrace.Tests.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Fuzz;

/// <summary>
/// Everything that reads what strangers wrote, on damaged inputs: read or refused in one line, in bounded time and memory. The same
/// inputs every time; ./build fuzz goes on with others, and ./build fuzz guided looks for those that lead elsewhere.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly FakeEngine _engine = new();

    public static TheoryData<string> Names => [.. FuzzTargets.All(null).Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsReadOrRefused(string name)
    {
        var target = FuzzTargets.All(_engine).Single(target => target.Name == name);
        var run = new FuzzRun(target);
        var tries = target.Tries * Seeded.Factor;
        run.Run(tries);
        Assert.True(run.Outcomes > 1, "the inputs never got anywhere");
        output.WriteLine($"{name}: {tries} inputs, {run.Outcomes} outcomes");
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
