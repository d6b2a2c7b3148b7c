using Ctrace.Core.Decoding;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>Whatever a traced program passes: no exception, no control character, no endless line.</summary>
public sealed class CallFormatterHostileTests
{
    // The longest that can be told: four paths of 4095 bytes, each as \377.
    private const int LongestLine = 4 * 4 * 4096;

    [Fact]
    public void AnyCallIsOneBoundedPrintableLine() => ForManyCalls((call, _) =>
    {
        var formatter = new CallFormatter(new() { ShowsDuration = true, ShowsDescriptors = true });
        Assert.All([formatter.Line(call, "", Name), formatter.Unfinished(call, "", Name), formatter.Resumed(call, "", Name)], AssertPrintable);
    });

    [Fact]
    public void AnyLimitIsKept() => ForManyCalls((call, random) =>
        AssertPrintable(new CallFormatter(new() { StringLimit = random.Next(3) }).Line(call)));

    [Fact]
    public void TheTwoHalvesOfACallAreAsLongAsTheWhole() => ForManyCalls((call, _) =>
    {
        var formatter = new CallFormatter(new() { ResultColumn = 0 });
        var name = CallFormatter.Name(call);
        var begun = formatter.Unfinished(call).Replace(" <unfinished ...>", "", StringComparison.Ordinal);
        var ended = formatter.Resumed(call).Replace($"<... {name} resumed>", "", StringComparison.Ordinal);
        Assert.Equal(formatter.Line(call), begun + ended);
    });

    private static string Name(int descriptor) => $"/a>\u001b[31m\n{descriptor}\u202e\"\\";

    private static void AssertPrintable(string line)
    {
        Assert.True(line.Length < LongestLine, $"{line.Length} characters");
        Assert.True(line.All(letter => letter is >= ' ' and < '\x7f'), line);
    }

    private static void ForManyCalls(Action<TracedCall, Random> check) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var calls = new ArbitraryCall(random);
            for (var at = 0; at < 200; at++)
            {
                check(calls.Next(), random);
            }
        }).Hold();
}
