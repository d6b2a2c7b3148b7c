namespace Ctrace.Core.Rehearsals;

/// <summary>What is done to a service in a rehearsal. In the order in which it is done.</summary>
internal enum StepKind
{
    /// <summary>Started for the first time, on new or copied data.</summary>
    Start,

    /// <summary>Left alone for a time.</summary>
    Idle,

    /// <summary>SIGHUP, which has servers read their configuration again.</summary>
    Reload,

    /// <summary>SIGUSR1, which has some servers open their logs again.</summary>
    Rotate,

    /// <summary>A child of its first process is killed.</summary>
    Child,

    /// <summary>Stopped as the engine stops it, and started on the same data.</summary>
    Stop,

    /// <summary>Ended by SIGINT, and started on the same data.</summary>
    Interrupt,

    /// <summary>Ended by SIGKILL, and started on the same data.</summary>
    Kill,

    /// <summary>Of a program that ends by itself: started once more on the same data.</summary>
    Again,

    /// <summary>Started on a volume that is then filled up, and emptied again.</summary>
    Disk,

    /// <summary>Started from another image on the same data.</summary>
    NextImage,
}
