namespace Ctrace.Core.Tests;

/// <summary>What the program writes on standard error.</summary>
internal static class Messages
{
    /// <summary>The lines that are no notes. A note tells, for one, how much of a container's life was seen: no two runs agree on it.</summary>
    public static string WithoutNotes(string errors) => string.Concat(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("ctrace: note: ", StringComparison.Ordinal)).Select(line => line + "\n"));
}
