namespace Ctrace.Core.Trials;

/// <summary>What a refusal is to be held for. Only the first is a finding.</summary>
internal enum Standing
{
    /// <summary>The restriction's doing.</summary>
    Restricted,

    /// <summary>ENOSYS, which libraries expect of the call: they make an older one then.</summary>
    Planned,

    /// <summary>The recording has the same: the same error, to the same program.</summary>
    Recorded,

    /// <summary>The recording does not tell, or there is none; the engine's default profile refuses the same with the same error.</summary>
    Default,

    /// <summary>Of a capability: the container would not have it without restrictions either.</summary>
    NotGranted,

    /// <summary>Of a capability: the process has given up its own, or is a user that has none.</summary>
    Own,
}
