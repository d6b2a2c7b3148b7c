using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Seccomp;
using Ctrace.Core.Traces;
using Ctrace.Files;

namespace Ctrace.Trials;

/// <summary>What a trace restricts its container to, as options of <c>docker run</c>; the profile lies in a directory of ctrace's own.</summary>
internal sealed class Restrictions : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-verify-"); // mkdtemp(3): the owner's alone

    private string Profile => Path.Combine(_directory.FullName, "profile.json");

    /// <summary>Writes the profile of a trace, and gives the options.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="capabilities">Which of its capabilities the container gets.</param>
    public IReadOnlyList<string> Of(Trace trace, IEnumerable<string> capabilities)
    {
        AtomicFile.Write(Profile, Encoding.UTF8.GetBytes(SeccompWriter.Write(ProfileBuilder.Build(trace))));
        var options = ContainerOptions.Of(trace);
        return
        [
            "--cap-drop=ALL",
            .. capabilities.Where(name => Capability.Number(name) is not null).Select(name => $"--cap-add={name.ToUpperInvariant()}"),
            .. options.NoNewPrivileges ? ["--security-opt=no-new-privileges"] : Array.Empty<string>(),
            $"--security-opt=seccomp={Profile}",
            .. options.User is { } user ? [$"--user={user}"] : Array.Empty<string>(),
        ];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
