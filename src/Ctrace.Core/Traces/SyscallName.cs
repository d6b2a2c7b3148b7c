using Ctrace.Core.Linux;

namespace Ctrace.Core.Traces;

/// <summary>A syscall of one architecture, by name; a number that no table knows is <c>syscall_N</c>.</summary>
/// <param name="Architecture">Whose numbering it was called in.</param>
/// <param name="Name">Lower case, as in the kernel's tables.</param>
public readonly record struct SyscallName(Architecture Architecture, string Name) : IComparable<SyscallName>
{
    /// <summary>The call with a number, which for x32 may carry bit 30 or not.</summary>
    public static SyscallName Of(Architecture architecture, int number) =>
        new(architecture, Syscalls.Name(architecture, number) ?? $"syscall_{(uint)number}");

    /// <summary>Whether the name is one of the kernel's, and not the <c>syscall_N</c> of a number that no table knows.</summary>
    public bool IsKnown => !Name.StartsWith("syscall_", StringComparison.Ordinal) || !IsNumber(Name.AsSpan(8));

    /// <summary>Orders by architecture (in the order of <see cref="Architecture.All"/>), then by name, ordinally.</summary>
    public int CompareTo(SyscallName other)
    {
        var byArchitecture = Order(Architecture).CompareTo(Order(other.Architecture));
        return byArchitecture != 0 ? byArchitecture : string.CompareOrdinal(Name, other.Name);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    private static int Order(Architecture architecture)
    {
        for (var i = 0; i < Architecture.All.Count; i++)
        {
            if (Architecture.All[i] == architecture)
            {
                return i;
            }
        }

        return Architecture.All.Count;
    }
}
