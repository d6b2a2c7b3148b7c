namespace Ctrace.Core.Traces;

/// <summary>What was done to the mounts, as apparmor.d(5) tells it apart (Mount rules).</summary>
public enum MountKind
{
    /// <summary>A file system was mounted.</summary>
    Mount,

    /// <summary>A directory or file was mounted a second time (MS_BIND).</summary>
    Bind,

    /// <summary>A mount was moved (MS_MOVE, move_mount(2)).</summary>
    Move,

    /// <summary>A mount's options were changed (MS_REMOUNT).</summary>
    Remount,

    /// <summary>How mounts follow each other was changed (MS_PRIVATE and its kin).</summary>
    Propagation,

    /// <summary>A file system was unmounted.</summary>
    Umount,

    /// <summary>The root was exchanged (pivot_root(2)).</summary>
    Pivot,
}
