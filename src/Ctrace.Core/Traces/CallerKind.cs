namespace Ctrace.Core.Traces;

/// <summary>What is known of who made a call.</summary>
public enum CallerKind
{
    /// <summary>A program of the container's, by the name that it was executed by.</summary>
    Program,

    /// <summary>The runtime, under the container's filter, before the container's program.</summary>
    Runtime,

    /// <summary>A process that had begun before the recording.</summary>
    Unknown,

    /// <summary>One of more programs than are told apart.</summary>
    Others,
}
