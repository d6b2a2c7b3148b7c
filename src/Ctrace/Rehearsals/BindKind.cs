namespace Ctrace.Rehearsals;

/// <summary>How a stand-in has what the user binds.</summary>
internal enum BindKind
{
    /// <summary>A directory: under a throw-away layer.</summary>
    Layer,

    /// <summary>A file: a copy.</summary>
    File,

    /// <summary>Nothing is there: a new volume.</summary>
    Missing,

    /// <summary>As it is, since the user asked for that.</summary>
    AsItIs,
}
