namespace Ctrace.Core.Traces;

/// <summary>The values of the fact <see cref="Fact.Scope"/>. A merged trace can carry several.</summary>
internal static class Scope
{
    /// <summary>A container seen from the moment its seccomp filter was loaded to its end, or to now.</summary>
    public const string Whole = "whole";

    /// <summary>A container that ran before the recording started: what it did before is missing.</summary>
    public const string Partial = "partial";

    /// <summary>A container without a seccomp filter: recorded from the first exec of a file of its own.</summary>
    public const string Unconfined = "unconfined";

    /// <summary>The runtime's own set-up steps are included.</summary>
    public const string Runtime = "runtime";

    /// <summary>A command recorded without a container.</summary>
    public const string Command = "command";
}
