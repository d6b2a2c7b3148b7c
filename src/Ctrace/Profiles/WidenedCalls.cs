using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Profiles;

/// <summary>Calls that were to have conditions on their arguments, and have none.</summary>
internal static class WidenedCalls
{
    /// <summary>Tells them, a line for each reason, and gives the rules back.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="warn">Takes a warning, one line.</param>
    public static ArgumentRules Told(ArgumentRules rules, Action<string> warn)
    {
        foreach (var reason in rules.Widened.GroupBy(call => call.Value, call => call.Key, StringComparer.Ordinal).OrderBy(reason => reason.Key, StringComparer.Ordinal))
        {
            warn($"allowed whatever their arguments are, since {reason.Key}: {string.Join(", ", reason)}");
        }

        return rules;
    }
}
