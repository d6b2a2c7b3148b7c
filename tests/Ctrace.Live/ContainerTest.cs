namespace Ctrace.Live;

/// <summary>A test that starts containers: it has a directory of its own, and leaves neither that nor any container behind.</summary>
public abstract class ContainerTest : IAsyncDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("ctrace-live-");

    /// <summary>Its directory.</summary>
    protected string Place => _place.FullName;

    /// <summary>Where a daemon of its own can be asked.</summary>
    protected string Socket => $"{Place}/run/ctrace.sock";

    public async ValueTask DisposeAsync()
    {
        _place.Delete(recursive: true);
        if (LiveEngine.IsThere)
        {
            await LiveEngine.RemoveAllAsync();
        }

        GC.SuppressFinalize(this);
    }
}
