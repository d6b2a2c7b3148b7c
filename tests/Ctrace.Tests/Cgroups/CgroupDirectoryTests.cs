using Ctrace.Cgroups;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Cgroups;

public sealed class CgroupDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void TheThreadsOfAllDirectoriesBelowAreFound()
    {
        foreach (var (name, thread) in new[] { ("c", 1), ("c/a", 2), ("c/a/b", 3), ("c/d", 4) })
        {
            Directory.CreateDirectory(_place[name]);
            File.WriteAllText(_place[$"{name}/cgroup.threads"], $"{thread}\n");
        }

        Assert.Equal([1, 2, 3, 4], Of("c").Threads().Order());
    }

    [Fact]
    public void OneThatIsGoneHasNothing()
    {
        var gone = Of("gone");
        Assert.Empty(gone.Threads());
        Assert.Null(gone.FirstProcess());
        Assert.False(gone.IsPopulated());
        Assert.False(gone.Exists());
        Assert.False(gone.IsWhole());
    }

    /// <summary>Directories come and go as fast as they can while they are gone through.</summary>
    [Fact]
    public async Task OneThatEndsMeanwhileIsNoFailure()
    {
        using var stop = new CancellationTokenSource();
        var churn = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.CreateDirectory(_place["c/a/b/c/d"]);
                Directory.Delete(_place["c"], recursive: true);
            }
        }, TestContext.Current.CancellationToken);
        try
        {
            for (var round = 0; round < 3000; round++)
            {
                Of("c").Threads();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await churn;
        }
    }

    private CgroupDirectory Of(string name) => new(name, [_place[name]], [new CgroupKey(1, 0)]);
}
