namespace Ctrace.Core.Linux;

/// <summary>What a dangerous call or capability leads to, the worst first.</summary>
public enum Harm
{
    /// <summary>Out of the container, with nothing else or with a capability that it needs.</summary>
    Escape,

    /// <summary>To parts of the kernel that have been broken before.</summary>
    Kernel,

    /// <summary>To what the host shares with all containers.</summary>
    Host,

    /// <summary>To what is not the container's to know.</summary>
    Information,
}
