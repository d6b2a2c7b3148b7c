using Ctrace.Core;

namespace Ctrace.Files;

/// <summary>A directory for what only this process needs, the owner's alone (mkdtemp(3)). Disposing removes it with all that is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory;

    private TemporaryDirectory(DirectoryInfo directory) => _directory = directory;

    /// <summary>The path of the directory.</summary>
    public string Path => _directory.FullName;

    /// <summary>Makes a directory below TMPDIR, or /tmp.</summary>
    /// <param name="prefix">What its name begins with.</param>
    /// <exception cref="CtraceException">CannotCreate.</exception>
    public static TemporaryDirectory Create(string prefix)
    {
        try
        {
            return new TemporaryDirectory(Directory.CreateTempSubdirectory(prefix));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var place = System.IO.Path.GetTempPath();
            throw new CtraceException(FailureKind.CannotCreate,
                $"cannot make a temporary directory in {Printable.Escape(place)}: {(failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such directory" : failure.Message)}",
                "set TMPDIR to a directory that can be written", failure);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A cleaner of temporary files was faster.
        }
    }
}
