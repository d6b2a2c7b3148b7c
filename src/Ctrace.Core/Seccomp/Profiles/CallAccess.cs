namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Whether a profile lets a call be made.</summary>
internal enum CallAccess
{
    /// <summary>It may not be made, or only looks as if the kernel did not have it.</summary>
    Refused,

    /// <summary>That depends on its arguments.</summary>
    Conditional,

    /// <summary>It may be made.</summary>
    Allowed,
}
