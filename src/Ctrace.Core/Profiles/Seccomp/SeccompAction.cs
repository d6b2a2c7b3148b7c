namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>What a filter does with a call (seccomp(2); the runtime specification's names are SCMP_ACT_...).</summary>
public enum SeccompAction
{
    /// <summary>SCMP_ACT_ALLOW: the call is made.</summary>
    Allow,

    /// <summary>SCMP_ACT_ERRNO: the call fails with an error, and is not made.</summary>
    Errno,
}
