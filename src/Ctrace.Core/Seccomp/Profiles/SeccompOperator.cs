namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>How an argument is compared: SCMP_CMP_* (libseccomp, seccomp.h). Unsigned, 64 bits.</summary>
public enum SeccompOperator
{
    /// <summary>SCMP_CMP_NE.</summary>
    NotEqual,

    /// <summary>SCMP_CMP_LT.</summary>
    Less,

    /// <summary>SCMP_CMP_LE.</summary>
    LessOrEqual,

    /// <summary>SCMP_CMP_EQ.</summary>
    Equal,

    /// <summary>SCMP_CMP_GE.</summary>
    GreaterOrEqual,

    /// <summary>SCMP_CMP_GT.</summary>
    Greater,

    /// <summary>SCMP_CMP_MASKED_EQ: the value is the mask, the second value what is compared with.</summary>
    MaskedEqual,
}
