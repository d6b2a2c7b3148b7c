using System.Collections.Immutable;

namespace Ctrace.Core.Linux;

/// <summary>A call or a capability with which containers get at what is not theirs (tables/dangerous.csv).</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Harm">What it leads to.</param>
/// <param name="Why">What it does, as a part of a sentence.</param>
/// <param name="Source">Where that is said: manual pages, CVE records, kernel documentation.</param>
internal sealed record Danger(string Name, Harm Harm, string Why, string Source)
{
    private static readonly Lazy<ImmutableArray<Danger>> Calls = new(() => Read("syscall"));
    private static readonly Lazy<ImmutableArray<Danger>> Rights = new(() => Read("capability"));

    /// <summary>The calls, sorted by name.</summary>
    public static ImmutableArray<Danger> Syscalls => Calls.Value;

    /// <summary>The capabilities, sorted by name.</summary>
    public static ImmutableArray<Danger> Capabilities => Rights.Value;

    private static ImmutableArray<Danger> Read(string kind) =>
        [.. EmbeddedTable.Rows("dangerous.csv").Where(row => row[0] == kind).Select(row => new Danger(row[1], Enum.Parse<Harm>(row[2], ignoreCase: true), row[3], row[4]))];
}

/// <summary>What a dangerous call or capability leads to, the worst first.</summary>
internal enum Harm
{
    /// <summary>Out of the container, with nothing else or with a capability that it needs.</summary>
    Escape,

    /// <summary>To parts of the kernel that have been broken before.</summary>
    Kernel,

    /// <summary>To what the host shares with all containers.</summary>
    Host,

    /// <summary>To what is not the container's to know.</summary>
    Information,
}
