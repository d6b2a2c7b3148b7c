namespace Ctrace.Engines.Docker;

/// <summary>What happened to a container, as far as ctrace tells it apart.</summary>
internal enum ContainerAction
{
    /// <summary>Something else: attach, kill, pause, health_status, ...</summary>
    Other,

    /// <summary>It was made.</summary>
    Create,

    /// <summary>It was started: the engine says so after its first process runs.</summary>
    Start,

    /// <summary>Its first process ended.</summary>
    Die,

    /// <summary>It was removed.</summary>
    Destroy,

    /// <summary>It got another name.</summary>
    Rename,

    /// <summary>A further command was prepared in it.</summary>
    ExecCreate,

    /// <summary>A further command was started in it.</summary>
    ExecStart,

    /// <summary>A further command ended.</summary>
    ExecDie,
}
