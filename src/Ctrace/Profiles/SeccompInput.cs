using Ctrace.Core;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Profiles;

/// <summary>Seccomp profiles that the user named on the command line.</summary>
internal static class SeccompInput
{
    /// <summary>The name by which a user asks for Docker's default profile.</summary>
    public const string DockerDefaultName = "docker-default";

    /// <summary>Reads a file; <see cref="DockerDefaultName"/> stands for that profile.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is no profile.</exception>
    public static SeccompProfile ReadNamed(string name) => name == DockerDefaultName ? DockerDefault.Profile : Read(name, $"give a profile's file, or {DockerDefaultName}").Profile;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is no profile.</exception>
    public static SeccompDocument Read(string path) => Read(path, "give a profile's file");

    private static SeccompDocument Read(string path, string hint)
    {
        using var file = Libc.open(path, Libc.O_RDONLY | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        if (file.IsInvalid)
        {
            var failure = FileFailure.Reading(path, FileFailure.LastError);
            throw failure.Hint.Length > 0 ? failure : new CtraceException(failure.Kind, failure.Message, hint);
        }

        var content = OpenFile.ReadAll(file, SeccompReader.MaxSize, path);
        return content.Length <= SeccompReader.MaxSize
            ? SeccompReader.Read(content, path)
            : throw new CtraceException(FailureKind.Data, $"{path} is larger than any seccomp profile, {SeccompReader.MaxSize} bytes", "give a profile's file");
    }
}
