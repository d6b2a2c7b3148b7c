using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class BackoffTests
{
    [Fact]
    public void DoublesUpToTheLimitAndStartsOverAfterAConnectionThatLasted()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));
        Assert.Equal([100, 200, 400, 500, 500], Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalMilliseconds));
        backoff.Lasted(TimeSpan.FromMilliseconds(499));
        Assert.Equal(500, backoff.Next().TotalMilliseconds);
        backoff.Lasted(TimeSpan.FromMilliseconds(500));
        Assert.Equal(100, backoff.Next().TotalMilliseconds);
    }
}
