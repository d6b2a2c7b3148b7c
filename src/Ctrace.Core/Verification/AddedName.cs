using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>A call or a capability that a trace has and the last profile does not allow.</summary>
/// <param name="Name">Its name, lower case, without <c>cap_</c>.</param>
/// <param name="IsCapability">Whether it is a capability.</param>
/// <param name="Danger">What it leads to; null when it is not known as dangerous.</param>
/// <param name="IsBeyondDefault">Whether Docker's default refuses it, or what it was given.</param>
/// <param name="Callers">Who made or used it, the first one first.</param>
internal sealed record AddedName(string Name, bool IsCapability, Danger? Danger, bool IsBeyondDefault, ImmutableArray<Caller> Callers)
{
    /// <summary>How often a filter refused it; 0 of what was done. Whether the container needs it, or an attacker tried it, a person has to say.</summary>
    public ulong Refused { get; init; }

    /// <summary>Whether somebody has to accept it.</summary>
    public bool Waits => Danger is not null || IsBeyondDefault || Refused > 0;

    /// <summary>The least is the worst.</summary>
    public int Risk => Danger is { } danger ? (int)danger.Harm : IsBeyondDefault ? (int)Harm.Information + 1 : (int)Harm.Information + 2;

    /// <summary>As it is shown: <c>bpf</c>, <c>CAP_SYS_ADMIN</c>.</summary>
    public string Shown => IsCapability ? $"CAP_{Name.ToUpperInvariant()}" : Name;

    /// <summary>Whether a user means it by a name. A call and a capability can have the same: the capability's is then with CAP_.</summary>
    public bool IsCalled(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Equals(Shown, StringComparison.OrdinalIgnoreCase) || (IsCapability && !Linux.Danger.Syscalls.Any(call => call.Name == Name) && name.Equals(Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One line: what it is, who did it, and why it matters.</summary>
    public override string ToString() =>
        $"{Shown}{(Callers.IsEmpty ? "" : $" (by {string.Join(" and ", Callers.Take(3))}{(Callers.Length > 3 ? $" and {Callers.Length - 3} others" : "")})")}"
        + (Refused > 0 ? $": was refused, {(Refused == 1 ? "once" : $"{Refused} times")}" : "")
        + (Danger is { } danger ? $": {danger.Harm.ToString().ToLowerInvariant()}: {danger.Why}" : IsBeyondDefault ? ": beyond Docker's default" : "");
}
