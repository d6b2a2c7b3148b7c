using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Scores;

/// <summary>The numbers of a score, in the order in which they are shown.</summary>
internal static class ScoreTable
{
    public const string Usual = "docker-default";

    /// <summary>What is counted, how many there are in all, here, and under Docker's default.</summary>
    public static IEnumerable<(string Label, int Total, int Own, int Default)> Rows(Score score)
    {
        var calls = score.Calls.Length;
        yield return ("system calls allowed", calls, score.Calls.Count(call => call.Own == CallAccess.Allowed), score.Calls.Count(call => call.Usual == CallAccess.Allowed));
        yield return ("  for some arguments", calls, score.Calls.Count(call => call.Own == CallAccess.Conditional), score.Calls.Count(call => call.Usual == CallAccess.Conditional));
        yield return ("  dangerous calls", score.DangerousCalls.Length, Count(score.DangerousCalls, standing => standing.Own), Count(score.DangerousCalls, standing => standing.Usual));
        yield return ("capabilities", Linux.Capability.All.Count, score.Capabilities.Length, ContainerCapabilities.Default.Count);
        yield return ("  dangerous capabilities", score.DangerousCapabilities.Length, Count(score.DangerousCapabilities, standing => standing.Own), Count(score.DangerousCapabilities, standing => standing.Usual));
    }

    private static int Count(IEnumerable<DangerStanding> standings, Func<DangerStanding, CallAccess> access) => standings.Count(standing => access(standing) != CallAccess.Refused);
}
