using System.Collections.Frozen;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding.Filters;

/// <summary>
/// The classes of syscalls that strace has (tables/classes.csv, asked of strace itself for x86_64 and i386). For the other
/// architectures the same names are in the same classes.
/// </summary>
internal static class SyscallClasses
{
    private static readonly Lazy<FrozenDictionary<string, FrozenSet<string>>> Table = new(Parse);

    /// <summary>The names of the classes, without the %.</summary>
    public static IEnumerable<string> Names => Table.Value.Keys.Where(key => !key.Contains(',', StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The numbers of a class in an architecture; null when there is no such class.</summary>
    /// <param name="name">Without the %.</param>
    /// <param name="architecture">Whose numbers.</param>
    public static IEnumerable<int>? Numbers(string name, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(architecture);
        var syscalls = Table.Value.GetValueOrDefault($"{name},{architecture.Name}") ?? Table.Value.GetValueOrDefault(name);
        return name.Contains(',', StringComparison.Ordinal)
            ? null
            : syscalls?.Select(syscall => Syscalls.Number(architecture, syscall)).OfType<int>();
    }

    // By "class,architecture", and by "class" all names of it.
    private static FrozenDictionary<string, FrozenSet<string>> Parse()
    {
        var classes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        HashSet<string> one = [], all = [];
        foreach (var word in ClassTable.Classes.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[^1] == ':')
            {
                one = Set(classes, word[..^1]);
                all = Set(classes, word[..word.IndexOf(',', StringComparison.Ordinal)]);
                continue;
            }

            one.Add(word);
            all.Add(word);
        }

        return classes.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static HashSet<string> Set(Dictionary<string, HashSet<string>> classes, string key)
    {
        if (!classes.TryGetValue(key, out var set))
        {
            classes[key] = set = [];
        }

        return set;
    }
}
