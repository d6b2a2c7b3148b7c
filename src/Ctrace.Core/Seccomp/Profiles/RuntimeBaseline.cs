using System.Collections.Frozen;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// What the runtime itself does under a container's filter before the container's program runs (tables/runtime.csv). A
/// trace has most of it; some steps are rare, and another version of the runtime takes others.
/// </summary>
/// <remarks>
/// clone is not in it, though the runtime is a Go program of several threads: the thread that loads the filter is locked
/// to its goroutine, and Go has such a thread's helpers made by another, which has no filter (runtime/proc.go, newm).
/// </remarks>
internal static class RuntimeBaseline
{
    private static readonly Lazy<FrozenSet<string>> Early = new(() => Read("always", "privileges"));
    private static readonly Lazy<FrozenSet<string>> Late = new(() => Read("always"));

    /// <summary>
    /// For a container that may gain privileges, which is the usual one: the filter is loaded early, because loading it
    /// takes a capability that is dropped afterwards (runc, libcontainer/standard_init_linux.go).
    /// </summary>
    public static IReadOnlySet<string> Privileges => Early.Value;

    /// <summary>For a container with no-new-privileges: the filter is loaded last.</summary>
    public static IReadOnlySet<string> NoNewPrivileges => Late.Value;

    /// <summary>For the container of a trace.</summary>
    public static IReadOnlySet<string> Of(Trace trace) => ContainerOptions.Of(trace).NoNewPrivileges ? NoNewPrivileges : Privileges;

    private static FrozenSet<string> Read(params string[] when) =>
        EmbeddedTable.Rows("runtime.csv").Where(row => when.Contains(row[1])).Select(row => row[0]).ToFrozenSet(StringComparer.Ordinal);
}
