namespace Ctrace.Core.Traces;

/// <summary>
/// What a container's data directories (volumes, and directories that are bound and may be written to) held when it started. A container can
/// have several; merging is the union.
/// </summary>
[Flags]
public enum DataState
{
    /// <summary>Nobody looked, as it is with a container that is recorded by its label.</summary>
    Unknown = 0,

    /// <summary>It had none.</summary>
    None = 1,

    /// <summary>One was empty, or was made for it.</summary>
    New = 2,

    /// <summary>One had something in it.</summary>
    Used = 4,
}
