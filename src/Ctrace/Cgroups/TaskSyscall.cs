using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Cgroups;

/// <summary>The call that a task is blocked in: what was entered before a probe came is seen here only.</summary>
internal static class TaskSyscall
{
    private const int ElfClassAt = 4;

    /// <summary>Reads /proc/TID/syscall (proc(5)): the number, or null when the task runs, is gone, or is in none.</summary>
    public static (Architecture Architecture, int Number)? Current(int thread)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{thread}/syscall");
            var number = text.Split(' ')[0].TrimEnd();
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var call) ? (Of(thread), call) : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file does not say in which numbering; a 32-bit program's calls are the compat architecture's.</summary>
    private static Architecture Of(int thread)
    {
        var native = NativeArchitecture.Current;
        Span<byte> head = stackalloc byte[ElfClassAt + 1];
        using var program = File.OpenRead($"/proc/{thread}/exe");
        const int ElfClass32 = 1; // elf(5), EI_CLASS
        var is32 = program.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[ElfClassAt] == ElfClass32;
        return is32 && native.Family.Count > 1 ? native.Family[1] : native;
    }
}
