using System.Collections.Frozen;
using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>An architecture that a profile can name, whether ctrace has a table of its calls or not (tables/seccomp-architectures.csv).</summary>
/// <param name="Name">As profiles name it: SCMP_ARCH_S390X.</param>
/// <param name="IsBigEndian">Its byte order.</param>
/// <param name="Runc">The first version of runc that knows it; null where none does.</param>
internal sealed record SeccompArchitecture(string Name, bool IsBigEndian, Version? Runc)
{
    /// <summary>What libseccomp calls the machine's own. Runtimes do not know the name (runc, libcontainer/seccomp/config.go, archs).</summary>
    public const string Native = "SCMP_ARCH_NATIVE";

    private static readonly Version Oldest = new(1, 0);

    private static readonly Lazy<FrozenDictionary<string, SeccompArchitecture>> Table = new(() => EmbeddedTable.Rows("seccomp-architectures.csv")
        .Select(row => new SeccompArchitecture(row[0], row[1] == "big", row[2] == "never" ? null : Version.Parse(row[2])))
        .ToFrozenDictionary(architecture => architecture.Name, StringComparer.Ordinal));

    /// <summary>Whether versions of runc that are in use still do not know it.</summary>
    public bool IsNew => Runc > Oldest;

    /// <summary>The name that is closest to one that there is not, or that it stands for: SCMP_ARCH_AMD64, amd64; null when none is.</summary>
    public static string? Closest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Architecture.Find(name.ToLowerInvariant().Replace("scmp_arch_", "", StringComparison.Ordinal))?.Seccomp
            ?? Spelling.ClosestName(name, Table.Value.Keys);
    }

    /// <summary>Finds one by its name; null when there is none.</summary>
    public static SeccompArchitecture? Find(string name) => Table.Value.GetValueOrDefault(name);

    /// <summary>
    /// Those that an engine hands to its runtime on a machine: all of 'architectures', or the machine's own group of 'archMap'
    /// (moby/profiles, seccomp/seccomp_linux.go, setupSeccomp).
    /// </summary>
    internal static ImmutableArray<string> Handed(SeccompProfile profile, Architecture native) => profile.ArchitectureMap.IsEmpty
        ? profile.Architectures
        : profile.ArchitectureMap.FirstOrDefault(entry => entry.Native == native.Seccomp) is { } group ? [group.Native, .. group.Others] : [];
}
