using System.Text;
using System.Text.Json;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>
/// The docker client's contexts: named endpoints below its configuration directory. Layout: docker/cli
/// cli/context/store/doc.go; <c>meta/SHA256(NAME)/meta.json</c> and <c>tls/SHA256(NAME)/docker/</c>.
/// </summary>
internal static class DockerContext
{
    private const int LargestFile = 1 << 20;

    /// <summary>The endpoint of the chosen context, or null when the default one is chosen.</summary>
    /// <exception cref="CtraceException">
    /// NoInput: no such context; Data: a damaged file; Usage: an endpoint that ctrace cannot use.
    /// </exception>
    public static DockerEndpoint? Current(Func<string, string?> variable)
    {
        var directory = variable("DOCKER_CONFIG") is { Length: > 0 } configured ? configured
            : variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".docker")
            : null;
        var name = variable("DOCKER_CONTEXT") is { Length: > 0 } chosen ? chosen
            : directory is null ? ""
            : Read(Path.Combine(directory, "config.json"), root => root.Text("currentContext"));
        if (name is null or "" or "default" || directory is null)
        {
            return null;
        }

        var identity = Convert.ToHexStringLower(Sha256.Hash(Encoding.UTF8.GetBytes(name)));
        var host = Read(Path.Combine(directory, "contexts", "meta", identity, "meta.json"),
            root => root.Child("Endpoints").Child("docker").Text("Host"));
        return host switch
        {
            null => throw new CtraceException(FailureKind.NoInput,
                $"no docker context '{name}' in {directory}", "see 'docker context ls', or set DOCKER_HOST"),
            "" => null,
            _ => DockerEndpoint.Parse(host, secured: Directory.Exists(Path.Combine(directory, "contexts", "tls", identity, "docker"))),
        };
    }

    /// <summary>What <paramref name="pick"/> finds in a JSON file; null when there is no such file.</summary>
    private static string? Read(string path, Func<JsonElement, string> pick)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true } file)
            {
                return null;
            }

            if (file.Length > LargestFile)
            {
                throw new JsonException($"larger than {LargestFile} bytes");
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return pick(document.RootElement);
        }
        catch (JsonException damaged)
        {
            throw new CtraceException(FailureKind.Data, $"cannot read {path}: {damaged.Message}", "mend it, or set DOCKER_HOST", damaged);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CtraceException(FailureKind.NoInput, $"cannot read {path}: {failure.Message}", "set DOCKER_HOST", failure);
        }
    }
}
