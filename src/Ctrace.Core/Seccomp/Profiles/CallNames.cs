using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Lists of calls as users write them: names between commas.</summary>
internal static class CallNames
{
    /// <summary>The names, which some interface of a machine has.</summary>
    /// <param name="list">The list.</param>
    /// <param name="machine">The machine's architecture.</param>
    /// <exception cref="CtraceException">Usage: an unknown name, with the closest one.</exception>
    public static IReadOnlySet<string> Parse(string list, Architecture machine)
    {
        ArgumentNullException.ThrowIfNull(list);
        var names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !Has(machine.Family, name)))
        {
            throw new CtraceException(FailureKind.Usage, $"there is no syscall '{name}' on {machine}", Hint(name, machine));
        }

        return names;
    }

    /// <summary>Whether one of these interfaces has the call.</summary>
    public static bool Has(IEnumerable<Architecture> architectures, string name) => architectures.Any(architecture => Syscalls.Number(architecture, name) is not null);

    /// <summary>The known call that is closest to a name; null when none is close.</summary>
    public static string? Closest(string name, Architecture machine) =>
        Spelling.ClosestName(name, machine.Family.SelectMany(Syscalls.All).Select(call => call.Name).Distinct());

    private static string Hint(string name, Architecture machine) =>
        Architecture.All.FirstOrDefault(other => Syscalls.Number(other, name) is not null) is { } other ? $"{other} has it"
            : Closest(name, machine) is { } closest ? $"did you mean '{closest}'?"
            : "'ctrace syscall' lists them all";
}
