using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>
/// What is shipped, made once for all tests: packages, an image that has Debian packages and no SDK, and on it the image of
/// deploy/Dockerfile.
/// </summary>
public sealed class Packaged : IAsyncLifetime
{
    /// <summary>A small Debian with what the package depends on.</summary>
    public const string Base = "ctrace-debian";

    /// <summary>deploy/Dockerfile's.</summary>
    public const string Image = "ctrace";

    /// <summary>The engine's socket, as the tests see it.</summary>
    public static string Socket => new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST")!).LocalPath;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-packaged-");

    /// <summary>Where the packages are.</summary>
    public string Place => $"{_directory.FullName}/dist";

    public async ValueTask InitializeAsync()
    {
        if (LiveEngine.IsThere)
        {
            await Task.WhenAll(LiveEngine.ScriptAsync("package", Place), MakeBaseAsync());
            await DockerfileAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task MakeBaseAsync()
    {
        var root = $"{_directory.FullName}/root";
        await LiveEngine.ScriptAsync("debian-root", root, "dpkg", "dash", "coreutils", "diffutils", "sed", "grep", "gzip", "libc-bin");
        (await Command.RunAsync("sh", "-c", $"tar -C {root} -c . | docker import - {Base}")).Succeeded();
        Directory.Delete(root, recursive: true);
    }

    private async Task DockerfileAsync()
    {
        // The context is what .dockerignore leaves of the project's directory.
        var context = $"{_directory.FullName}/context";
        Directory.CreateDirectory($"{context}/dist");
        foreach (var file in Directory.EnumerateFiles(Place, "*.tar.xz"))
        {
            File.Copy(file, $"{context}/dist/{Path.GetFileName(file)}");
        }

        await LiveEngine.DockerAsync("build", "--quiet", "--network", "none", "--file", $"{Repository.Root}/deploy/Dockerfile",
            "--build-arg", $"BASE={Base}", "--tag", Image, context);
    }
}
