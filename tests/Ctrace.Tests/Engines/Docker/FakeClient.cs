using Ctrace.Engines.Docker;

namespace Ctrace.Tests.Engines.Docker;

/// <summary>A docker client on disk that does what a test says in shell, with <c>$cid</c> for the cidfile that it was given.</summary>
internal sealed class FakeClient : IDisposable
{
    // As docker 20.10 and 28 print them; the last line begins with what only looks like an option.
    private const string Help = """

        Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

        Options:
              --add-host list                  Add a custom host-to-IP mapping (host:ip)
              --cidfile string                 Write the container ID to the file
          -d, --detach                         Run container in background and print container ID
              --detach-keys string             Override the key sequence for detaching a container
              --disable-content-trust          Skip image verification (default true)
          -e, --env list                       Set environment variables
              --help                           Print usage
          -h, --hostname string                Container host name
          -i, --interactive                    Keep STDIN open even if not attached
              --ip6 string                     IPv6 address (e.g., 2001:db8::33)
              --memory-swap bytes              Swap limit equal to memory plus swap:
                                               '-1' to enable unlimited swap
              --mount mount                    Attach a filesystem mount to the container
          -p, --publish list                   Publish a container's port(s) to the host
              --rm                             Automatically remove the container when it exits
          -t, --tty                            Allocate a pseudo-TTY
                                               --unknown string
          -v, --volume list                    Bind mount a volume
              --volumes-from list              Mount volumes from the specified container(s)
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("fake-client-").FullName;

    public FakeClient(string does = "exit 0")
    {
        File.WriteAllText($"{Program}.help", Help);
        File.WriteAllText($"{Program}.does", does);

        // A link, not a copy: a program that was written a moment ago may still be open in a child of a parallel test, and then cannot be executed.
        File.CreateSymbolicLink(Program, Path.Combine(AppContext.BaseDirectory, "Engines", "Docker", "fake-docker"));
        Client = DockerClient.Find($"relative:/nonexistent:{_directory}");
    }

    public DockerClient Client { get; }

    public string Program => Path.Combine(_directory, "docker");

    /// <summary>What the client was given, word by word.</summary>
    public IReadOnlyList<string> Words => File.ReadAllLines($"{Program}.args");

    /// <summary>A client that nobody waits for may still write here what it was given.</summary>
    public void Dispose()
    {
        const int Tries = 1000;
        for (var tries = 1; Directory.Exists(_directory); tries++)
        {
            try
            {
                Directory.Delete(_directory, recursive: true);
            }
            catch (IOException) when (tries < Tries)
            {
                Thread.Sleep(10);
            }
        }
    }
}
