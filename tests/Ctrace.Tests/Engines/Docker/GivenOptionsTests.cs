using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

/// <summary>All options of a docker run, whatever they are.</summary>
public sealed class GivenOptionsTests : IDisposable
{
    private readonly FakeClient _fake = new();

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData("-dp 80:80 -e A=b --rm image x -y", "-d=true -p=80:80 -e=A=b --rm=true", "image x -y")]
    [InlineData("--net=host -- image", "--net=host", "image")]
    [InlineData("image -- x", "", "image -- x")]
    [InlineData("--rm", "--rm=true", "")]
    public async Task AreReadInTheirOrder(string words, string options, string command)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var arguments = await RunArguments.ReadAsync(words.Split(' '), await RunFlags.ReadAsync(_fake.Client, cancellation), cancellation);
        Assert.Equal((options, command), (string.Join(' ', arguments.Given.Select(option => option.Word)), string.Join(' ', arguments.ImageAndCommand)));
    }
}
