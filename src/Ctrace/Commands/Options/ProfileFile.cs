using System.CommandLine;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Files;

namespace Ctrace.Commands.Options;

/// <summary>The seccomp profile beside options or a manifest that name it.</summary>
internal static class ProfileFile
{
    public static Option<string> Create() => new("--output", "-o")
    {
        Description = "The seccomp profile to write; what is printed names it by the path that you give here",
        HelpName = "PROFILE",
        Required = true,
    };

    /// <summary>Refuses a profile in the place of a recording that it is made of: nothing brings that back.</summary>
    public static void CheckApart(string profile, IEnumerable<string> tracefiles)
    {
        if (tracefiles.FirstOrDefault(tracefile => Path.GetFullPath(profile) == Path.GetFullPath(tracefile)) is { } recording)
        {
            throw new CtraceException(FailureKind.Usage, $"the profile would take the place of the recording {recording}", "give --output another name");
        }
    }

    /// <summary>Refuses a path that nothing could name.</summary>
    public static void Check(string path)
    {
        if (path is "-" or "/dev/stdout")
        {
            throw new CtraceException(FailureKind.Usage, "--output needs a file: the options name it, and stand on standard output themselves");
        }
    }

    /// <summary>Refuses a profile in the place of the file that is to be edited.</summary>
    public static void CheckApart(string profile, string? patched)
    {
        if (patched is not null && Path.GetFullPath(profile) == Path.GetFullPath(patched))
        {
            throw new CtraceException(FailureKind.Usage, "--output and --patch are the same file", "the profile is a file of its own");
        }
    }

    /// <summary>Writes a profile, whole or not at all.</summary>
    public static void Write(string path, SeccompProfile profile) => Write(path, SeccompWriter.Write(profile));

    /// <summary>Writes a profile's text, whole or not at all.</summary>
    public static void Write(string path, string profile) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(profile));
}
