using Ctrace.Commands;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Tests.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class TypedRunOptionsTests : IDisposable
{
    private readonly FakeClient _fake = new("echo \"unknown flag: $2\"");

    [Theory]
    [InlineData("neither 'ctrace run' nor 'docker run' has an option '--ouptut' (did you mean '--output'?)", "run --ouptut x nginx")]
    [InlineData("neither 'ctrace run' nor 'docker run' has an option '--ouptut' (did you mean '--output'?)", "run -o x --ouptut=y -- --rm nginx")]
    [InlineData("neither 'ctrace run' nor 'docker run' has an option '--detahc' (did you mean '--detach'?)", "run --rm --detahc nginx")]
    [InlineData("neither 'ctrace verify' nor 'docker run' has an option '--jsno' (did you mean '--json'?)", "verify -p 80:80 --jsno nginx")]
    [InlineData("neither 'ctrace rehearse' nor 'docker run' has an option '--frobnicate' (what is for 'docker run' alone stands behind --)", "rehearse --frobnicate nginx")]
    [InlineData("neither 'ctrace run' nor 'docker run' has an option '-y' (what is for 'docker run' alone stands behind --)", "run -ity nginx")]
    public async Task WhatNeitherHasIsRefused(string line, string words)
    {
        var failure = await Assert.ThrowsAsync<CtraceException>(() => RequireAsync(words));
        Assert.Equal((FailureKind.Usage, line), (failure.Kind, failure.Line));
    }

    [Theory]
    [InlineData("run -o x -it --rm -e --jsno nginx --frob")]
    [InlineData("run docker run --rm nginx --frob")]
    [InlineData("run nginx --frob")]
    [InlineData("run -- --frob nginx")]
    [InlineData("verify --static a.json b.trace")]
    [InlineData("rehearse -o x --compose compose.yml web")]
    public Task WhatOneOfThemHasIsTaken(string words) => RequireAsync(words);

    [Fact]
    public Task WithoutOptionsNoClientIsAsked() =>
        TypedRunOptions.RequireKnownAsync(CommandTree.Parse(["run", "-o", "x", "nginx"]), () => throw new InvalidOperationException("asked"), TestContext.Current.CancellationToken);

    public void Dispose() => _fake.Dispose();

    private Task RequireAsync(string words) => TypedRunOptions.RequireKnownAsync(CommandTree.Parse(words.Split(' ')), () => _fake.Client, TestContext.Current.CancellationToken);
}
