namespace Ctrace.Core.Rehearsals;

/// <summary>What a container has mounted at a place.</summary>
public enum MountOrigin
{
    /// <summary>A volume that nobody has named.</summary>
    New,

    /// <summary>A volume of the engine's, by name.</summary>
    Volume,

    /// <summary>A file or a directory of the machine's.</summary>
    Bind,
}
