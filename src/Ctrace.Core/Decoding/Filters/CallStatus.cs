namespace Ctrace.Core.Decoding.Filters;

/// <summary>How a call ended, as -e status= selects it.</summary>
[Flags]
internal enum CallStatus
{
    /// <summary>No call has this status.</summary>
    None = 0,

    /// <summary>With a result.</summary>
    Successful = 1,

    /// <summary>With an error.</summary>
    Failed = 2,

    /// <summary>Never: exit, or the program ended in it.</summary>
    Unfinished = 4,

    /// <summary>Calls of any status.</summary>
    All = Successful | Failed | Unfinished,
}
