using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>What a restriction on files lacks because its recordings do.</summary>
internal static class FileDoubts
{
    /// <summary>One sentence each, for whoever applies it.</summary>
    public static IEnumerable<string> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var values = trace.Values(Fact.Files).ToHashSet();
        if (values.Contains(Fact.FilesIncomplete))
        {
            yield return "not all files could be recorded: some may be refused";
        }

        if (values.Contains(""))
        {
            yield return "some of the recordings were made without --files: what they used will be refused";
        }

        if (trace.Syscalls.Keys.Any(syscall => syscall.Name == "io_uring_enter"))
        {
            yield return "io_uring was used: files that were opened through it are not recorded, and will be refused";
        }
    }
}
