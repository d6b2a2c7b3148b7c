namespace Ctrace.Core.Traces;

/// <summary>What was done with a file, in the terms of path-based mandatory access control (apparmor.d(5), File rules).</summary>
[Flags]
public enum FileModes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Opened to read, or a directory listed: <c>r</c>.</summary>
    Read = 1,

    /// <summary>Opened to write, made, removed, renamed, truncated, or its owner or permissions changed: <c>w</c>.</summary>
    Write = 2,

    /// <summary>Opened to append only: <c>a</c>.</summary>
    Append = 4,

    /// <summary>Locked: <c>k</c>.</summary>
    Lock = 8,

    /// <summary>Mapped executable: <c>m</c>.</summary>
    Map = 16,

    /// <summary>Executed: <c>x</c>.</summary>
    Execute = 32,
}
