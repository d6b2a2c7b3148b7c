namespace Ctrace.Core.Traces;

/// <summary>What a capability has to be held for, though the kernel never asks for it.</summary>
public enum Holding
{
    /// <summary>A file with it was executed: without it the kernel refuses to (capabilities(7), capability-dumb binaries).</summary>
    File,

    /// <summary>capset(2) was told to keep or to raise it, which fails when it is not permitted.</summary>
    Capset,

    /// <summary>prctl(2) made it ambient, which fails when it is not permitted and inheritable.</summary>
    Ambient,
}
