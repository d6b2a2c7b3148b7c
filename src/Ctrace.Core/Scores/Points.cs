using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Scores;

/// <summary>
/// How little is allowed, as one number from 0 (everything) to 100 (nothing). What is allowed only adds to what counts against it, so that
/// allowing more never makes the number larger; docs/scores.md has the weights.
/// </summary>
internal static class Points
{
    /// <summary>The most.</summary>
    public const int Most = 100;

    // In halves of what an ordinary call counts, so that a call with conditions has a whole number.
    private const int Ordinary = 2, OrdinaryCapability = 6;

    /// <summary>The number.</summary>
    /// <param name="native">The machine, all of whose calls count, whatever its kernel has of them: the number is the same on each.</param>
    /// <param name="access">What may be done with a call.</param>
    /// <param name="capabilities">The capabilities that the container has.</param>
    public static int Of(Architecture native, Func<string, CallAccess> access, IReadOnlySet<string> capabilities)
    {
        var (most, counts) = (0, 0);
        foreach (var name in Syscalls.All(native).Select(call => call.Name))
        {
            var weight = Weight(Danger.Syscalls, name, Ordinary);
            most += weight;
            counts += access(name) switch { CallAccess.Allowed => weight, CallAccess.Conditional => weight / 2, _ => 0 };
        }

        foreach (var name in Linux.Capability.All.Select(capability => capability.Name))
        {
            var weight = Weight(Danger.Capabilities, name, OrdinaryCapability);
            most += weight;
            counts += capabilities.Contains(name) ? weight : 0;
        }

        return (most - counts) * Most / most;
    }

    private static int Weight(IEnumerable<Danger> dangers, string name, int ordinary) => dangers.FirstOrDefault(danger => danger.Name == name)?.Harm switch
    {
        Harm.Escape => 40,
        Harm.Kernel => 20,
        Harm.Host => 10,
        Harm.Information => 8,
        _ => ordinary,
    };
}
