namespace Ctrace.Engines.Docker;

/// <summary>How an option of <c>docker run</c> is written.</summary>
internal enum RunFlag
{
    /// <summary>There is no such option.</summary>
    Unknown,

    /// <summary>Alone, or with <c>=true</c> or <c>=false</c>.</summary>
    Switch,

    /// <summary>With a value: joined to it, or the next word.</summary>
    Value,
}
