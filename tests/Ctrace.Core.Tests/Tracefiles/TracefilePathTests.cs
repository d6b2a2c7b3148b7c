using System.Text;
using Ctrace.Core.Tracefiles;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class TracefilePathTests
{
    [Theory]
    [InlineData("myapp", 1)]
    [InlineData("myapp/2026-11", 2)]
    [InlineData("a b/c./d..", 3)]
    [InlineData("é\\ü", 1)]
    [InlineData("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", 16)]
    public void PlainNamesAreTaken(string text, int names)
    {
        Assert.Equal(names, TracefilePath.Parse(text).Names.Count);
        Assert.Equal(text, TracefilePath.Parse(text).Text);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("/etc/passwd", "it is an absolute path")]
    [InlineData("/", "it is an absolute path")]
    [InlineData("..", "it has the name '..' in it")]
    [InlineData("../x", "it has the name '..' in it")]
    [InlineData("a/../../x", "it has the name '..' in it")]
    [InlineData("a/.", "it has the name '.' in it")]
    [InlineData("./a", "it has the name '.' in it")]
    [InlineData("a//b", "it has an empty name in it")]
    [InlineData("a/", "it has an empty name in it")]
    [InlineData(".hidden", "'.hidden' is a hidden file's name")]
    [InlineData("a/.ctrace-tmp", "'.ctrace-tmp' is a hidden file's name")]
    [InlineData("a b/..c", "'..c' is a hidden file's name")]
    [InlineData("a/...", "'...' is a hidden file's name")]
    [InlineData("--output=x", "'--output=x' starts with a hyphen")]
    [InlineData("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", "it is more than 16 names deep")]
    [InlineData("a\0b", "it has characters that are not seen")]
    [InlineData("a\nb", "it has characters that are not seen")]
    [InlineData("a\u001b[31mb", "it has characters that are not seen")]
    [InlineData("a\u0085b", "it has characters that are not seen")]
    [InlineData("a\u202Eb", "it has characters that are not seen")]
    [InlineData("a\u200Bb", "it has characters that are not seen")]
    public void AnythingElseIsRefused(string text, string reason)
    {
        var failure = Assert.Throws<CtraceException>(() => TracefilePath.Parse(text));
        Assert.Equal($"cannot use '{text}' as a tracefile's name: {reason}", failure.Message);
        Assert.Equal(FailureKind.Data, failure.Kind);
    }

    [Fact]
    public void LoneSurrogatesAreRefused() =>
        Assert.EndsWith("it is not valid Unicode", Assert.Throws<CtraceException>(() => TracefilePath.Parse("a\uD800b")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData('a', 255, true)]
    [InlineData('a', 256, false)]
    [InlineData('é', 127, true)]
    [InlineData('é', 128, false)]
    public void NamesAreBoundedInBytes(char letter, int count, bool fits)
    {
        var name = new string(letter, count);
        Assert.Equal(fits, Record.Exception(() => TracefilePath.Parse($"a/{name}")) is null);
    }

    [Fact]
    public void TheWholeIsBoundedInBytes()
    {
        var whole = string.Join('/', Enumerable.Repeat(new string('é', 128), 16));
        Assert.True(Encoding.UTF8.GetByteCount(whole) > TracefilePath.MaxLength);
        Assert.Contains("longer than 4095 bytes", Assert.Throws<CtraceException>(() => TracefilePath.Parse(whole)).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 4095 bytes", Assert.Throws<CtraceException>(() => TracefilePath.Parse(new string('a', 1_000_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhateverIsTakenStaysBelowTheDirectory() => Prop.ForAll(
        Gen.Elements("a", "..", ".", "", "/", "b c", "\0", "\n", "é", "...", "-", "\u202E", "%").ArrayOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            try
            {
                var path = TracefilePath.Parse(text);
                var full = Path.GetFullPath(Path.Combine("/data", path.Text));
                return full == "/data/" + text && path.Names.All(name => name.Length > 0 && name[0] is not ('.' or '-'));
            }
            catch (CtraceException)
            {
                return true;
            }
        }).Hold(3000);
}
