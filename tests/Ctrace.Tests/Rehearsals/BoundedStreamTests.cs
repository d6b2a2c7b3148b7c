using Ctrace.Rehearsals;
using Xunit;

namespace Ctrace.Tests.Rehearsals;

public sealed class BoundedStreamTests
{
    [Theory]
    [InlineData(0, 10, 0, false)]
    [InlineData(10, 10, 10, false)]
    [InlineData(11, 10, 0, true)]
    public async Task EndsWhereThereIsTooMuch(int size, long limit, int passed, bool isExceeded)
    {
        await using var bounded = new BoundedStream(new MemoryStream(new byte[size]), limit);
        using var copy = new MemoryStream();
        await bounded.CopyToAsync(copy, TestContext.Current.CancellationToken);
        Assert.Equal((passed, isExceeded), ((int)copy.Length, bounded.IsExceeded));
    }
}
