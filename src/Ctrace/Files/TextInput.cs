using System.Text;
using Ctrace.Core;

namespace Ctrace.Files;

/// <summary>A file of text that the user named.</summary>
internal static class TextInput
{
    // More than any that a person keeps.
    private const int MaxSize = 16 << 20;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is too large, or not UTF-8.</exception>
    public static string Read(string path) => Decode(ReadBytes(path), path);

    /// <summary>Reads all of a file that may be no text.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        using var file = OpenFile.Input(path);
        var shown = OpenFile.Shown(path);
        var content = OpenFile.ReadAll(file, MaxSize, shown);
        return content.Length > MaxSize ? throw new CtraceException(FailureKind.Data, $"{shown} is larger than {MaxSize >> 20} MiB") : content;
    }

    /// <summary>The text that a file's content is.</summary>
    /// <exception cref="CtraceException">Data: it is not UTF-8.</exception>
    public static string Decode(byte[] content, string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException failure)
        {
            throw new CtraceException(FailureKind.Data, $"{OpenFile.Shown(path)} is not UTF-8, at its byte {failure.Index}", "", failure);
        }
    }
}
