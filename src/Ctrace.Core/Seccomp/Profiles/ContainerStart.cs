using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Whether a container starts under a profile at all.</summary>
internal static class ContainerStart
{
    // What runc 1.1.5 called in each of 20 starts between loading the filter and the program, with no-new-privileges, which
    // needs the least. tables/runtime.csv has what further starts and other versions need.
    private static readonly ImmutableArray<string> Needed =
        ["close", "epoll_ctl", "execve", "fstatfs", "futex", "getdents64", "getpid", "openat", "write"];

    /// <summary>Why no container would start, one line a reason; none when one may.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="withRefusals">Whether what runtimes refuse the profile for is among the reasons (<see cref="RuntimeRefusals"/>).</param>
    public static IEnumerable<string> Obstacles(ResolvedProfile profile, bool withRefusals = true)
    {
        ArgumentNullException.ThrowIfNull(profile);
        foreach (var refusal in withRefusals ? RuntimeRefusals.Of(profile) : [])
        {
            yield return refusal;
        }

        if (Needed.Where(name => profile.Access(name) == CallAccess.Refused).ToList() is { Count: > 0 } missing)
        {
            yield return $"it refuses {string.Join(", ", missing)}, which every container's start needs";
        }

        foreach (var refusal in RuntimeRefusals.OfSupervisor(profile))
        {
            yield return refusal;
        }
    }
}
