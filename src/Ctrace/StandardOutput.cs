using System.Text;
using Ctrace.Core;

namespace Ctrace;

/// <summary>
/// The results' way out. A full disk or a closed output is the user's to know: it ends the program with a line and an
/// exit code of its own. A reader that has gone away (<c>| head</c>) is no error: <see cref="DescriptorStream"/>.
/// </summary>
internal sealed class StandardOutput(Stream stream) : TextWriter
{
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    public override Encoding Encoding => _writer.Encoding;

    public override void Write(char value) => Checked([value]);

    public override void Write(char[] buffer, int index, int count) => Checked(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Checked(buffer);

    public override void Write(string? value) => Checked(value);

    private void Checked(ReadOnlySpan<char> text)
    {
        try
        {
            _writer.Write(text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CtraceException(FailureKind.InputOutput, $"cannot write to standard output: {failure.Message.TrimEnd('.')}", inner: failure);
        }
    }
}
