using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class TopCommandTests
{
    [Fact]
    public void AnUnknownKeyIsNamed() => Assert.Equal(["--sort takes rate, calls, denied, dangerous, name, not 'size'"], CommandRun.Errors("top", "--sort", "size"));

    [Fact]
    public void KeysAreCompleted() => Assert.Superset(new HashSet<string> { "rate", "denied" }, CommandRun.Completions("top --sort ").ToHashSet());

    [Fact]
    public void ADaemonThatWasNamedMustAnswer() => Assert.Equal(FailureKind.Unavailable, CommandRun.Of("top", "--once", "--socket", "/nonexistent/x.sock").Failure?.Kind);
}
