namespace Ctrace.Processes;

/// <summary>Files of /proc (proc(5)). A process can end while it is read: what is gone, or may not be read, is null.</summary>
internal static class ProcFiles
{
    /// <summary>A file's text.</summary>
    public static string? Text(string path) => Read(path, File.ReadAllText);

    /// <summary>What a symbolic link holds.</summary>
    public static string? Link(string path) => Read(path, link => new FileInfo(link).LinkTarget);

    /// <summary>The fields of /proc/ID/status, or of a thread's, by name (proc_pid_status(5)).</summary>
    /// <param name="process">Its id, or <c>self</c>.</param>
    public static Dictionary<string, string>? Status(string process) => Text($"/proc/{process}/status") is { } text ? StatusFields(text) : null;

    /// <summary>The fields of a text such as /proc/ID/status has.</summary>
    public static Dictionary<string, string> StatusFields(string text)
    {
        // A name can hold no line feed: the kernel escapes it (fs/proc/array.c, proc_task_name).
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return fields;
    }

    private static string? Read(string path, Func<string, string?> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
