using System.Text;
using Ctrace.Core;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Files;

namespace Ctrace.Profiles;

/// <summary>Seccomp profiles, and filters as tools dump them, that the user named on the command line.</summary>
internal static class SeccompInput
{
    /// <summary>The name by which a user asks for Docker's default profile.</summary>
    public const string DockerDefaultName = "docker-default";

    /// <summary>Reads a profile; <see cref="DockerDefaultName"/> stands for that profile.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is no profile.</exception>
    public static SeccompProfile ReadNamed(string name) => name == DockerDefaultName ? DockerDefault.Profile : Read(name).Profile;

    /// <summary>Reads a file that must be a profile.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is no profile.</exception>
    public static SeccompDocument Read(string path) => OpenPath(path).Document
        ?? throw new CtraceException(FailureKind.Data, $"{path} is a filter as the kernel runs it, and no profile", "a filter does not say which rules it was made of: give a profile in JSON");

    /// <summary>Reads a profile or a filter; <see cref="DockerDefaultName"/> stands for that profile.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is neither.</exception>
    public static SeccompSource Open(string name) => name == DockerDefaultName
        ? new SeccompSource(SeccompReader.Read(Encoding.UTF8.GetBytes(SeccompWriter.Write(DockerDefault.Profile)), name), null)
        : OpenPath(name);

    /// <summary>Whether a name is nearly <see cref="DockerDefaultName"/>.</summary>
    public static bool IsMisspelt(string name) => Spelling.ClosestName(name, [DockerDefaultName]) is not null;

    /// <summary>What a name that no file has was meant to be.</summary>
    public static string Hint(string name) => IsMisspelt(name) ? $"did you mean {DockerDefaultName}?" : $"give a profile's file, or {DockerDefaultName}";

    private static SeccompSource OpenPath(string name)
    {
        var shown = OpenFile.Shown(name);
        using var file = OpenFile.Input(name, Hint(name));
        var content = OpenFile.ReadAll(file, SeccompReader.MaxSize, shown);
        return content.Length > SeccompReader.MaxSize
            ? throw new CtraceException(FailureKind.Data, $"{shown} is larger than any seccomp profile, {SeccompReader.MaxSize} bytes", "give a profile's file")
            : TracefileReader.BeginsAsTracefile(content)
            ? throw new CtraceException(FailureKind.Data, $"{shown} is a tracefile, where a seccomp profile belongs", $"make one of it: ctrace profile seccomp -o PROFILE {ShellWord.Quote(name)}")
            : SeccompFilter.IsDump(content) ? new SeccompSource(null, SeccompFilter.ReadDump(content, shown))
            : new SeccompSource(SeccompReader.Read(content, shown), null);
    }
}
