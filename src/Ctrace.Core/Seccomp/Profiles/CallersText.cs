using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Who made a call or used a capability, as the end of a line.</summary>
internal static class CallersText
{
    private const int Most = 3;

    /// <summary><c> (by /bin/a and /bin/b)</c>, the first one first; nothing where nobody is known.</summary>
    public static string By(IEnumerable<(Caller Caller, ulong First)> callers)
    {
        var names = callers.OrderBy(use => use.First).ThenBy(use => use.Caller).Select(use => use.Caller.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : $" (by {string.Join(" and ", names.Take(Most))}{(names.Count > Most ? $" and {names.Count - Most} others" : "")})";
    }
}
