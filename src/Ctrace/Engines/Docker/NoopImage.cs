using System.Diagnostics;
using System.Formats.Tar;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>An image that holds one tiny program which does nothing but end; made from this program's own resources. Disposing removes it.</summary>
internal sealed class NoopImage : IDisposable
{
    private readonly DockerClient _client;

    private NoopImage(DockerClient client, string name) => (_client, Name) = (client, name);

    /// <summary>What to run it by.</summary>
    public string Name { get; }

    /// <summary>Makes the image.</summary>
    /// <exception cref="CtraceException">Unavailable: the client or the engine refuses.</exception>
    public static async Task<NoopImage> CreateAsync(DockerClient client, CancellationToken cancellation)
    {
        var image = new NoopImage(client, $"ctrace-noop:{Environment.ProcessId}");
        using var layer = new MemoryStream();
        await using (var tar = new TarWriter(layer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            using var program = typeof(NoopImage).Assembly.GetManifestResourceStream("noop") ?? throw new InvalidOperationException("no resource noop");
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "noop")
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
                DataStream = program,
            }, cancellation);
        }

        layer.Position = 0;
        await client.RunAsync(["import", "--change", "ENTRYPOINT [\"/noop\"]", "-", image.Name], layer, cancellation);
        return image;
    }

    public void Dispose()
    {
        using var removal = Process.Start(new ProcessStartInfo(_client.Path, ["image", "rm", "-f", Name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        removal?.WaitForExit(TimeSpan.FromSeconds(10));
    }
}
