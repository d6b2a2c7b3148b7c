namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What a profile says of one call.</summary>
public enum CallVerdict
{
    /// <summary>It may be made.</summary>
    Allowed,

    /// <summary>It may not.</summary>
    Forbidden,

    /// <summary>Only if one of the rules holds for its arguments.</summary>
    ForbiddenUnless,

    /// <summary>It may, unless one of the rules holds for its arguments.</summary>
    ForbiddenIf,
}
