using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests;

public sealed class StandardOutputTests
{
    [Fact]
    public void TextArrivesAsUtf8AndAtOnce()
    {
        using var stream = new MemoryStream();
        using var output = new StandardOutput(stream);
        output.Write("größer ");
        output.Write('>');
        output.WriteLine(" less");
        Assert.Equal("größer > less\n"u8.ToArray(), stream.ToArray());
    }

    [Fact]
    public void AFullDiskIsALineAndAnExitCode()
    {
        using var output = new StandardOutput(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        var failure = Assert.Throws<CtraceException>(() => output.WriteLine("text"));
        Assert.Equal(FailureKind.InputOutput, failure.Kind);
        Assert.StartsWith("cannot write to standard output: No space left on device", failure.Line, StringComparison.Ordinal);
    }
}
