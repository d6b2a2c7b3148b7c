namespace Ctrace.Core.Traces;

/// <summary>Who made a call, or used a capability.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Path">Of a program the name that it was executed by, else empty. Untrusted text.</param>
public readonly record struct Caller(CallerKind Kind, string Path) : IComparable<Caller>
{
    /// <summary>The runtime.</summary>
    public static Caller Runtime { get; } = new(CallerKind.Runtime, "");

    /// <summary>Who cannot be known any more.</summary>
    public static Caller Unknown { get; } = new(CallerKind.Unknown, "");

    /// <summary>Any of the programs that are not told apart.</summary>
    public static Caller Others { get; } = new(CallerKind.Others, "");

    /// <summary>A program.</summary>
    public static Caller Program(string path) => new(CallerKind.Program, path);

    /// <summary>Programs first, ordinally by their path.</summary>
    public int CompareTo(Caller other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Path, other.Path);

    /// <summary>For people: the path, or in brackets what stands for one.</summary>
    public override string ToString() => Kind switch
    {
        CallerKind.Program => Path,
        CallerKind.Runtime => "(the runtime)",
        CallerKind.Unknown => "(ran before the recording)",
        _ => "(other programs)",
    };
}

/// <summary>What is known of who made a call.</summary>
public enum CallerKind
{
    /// <summary>A program of the container's, by the name that it was executed by.</summary>
    Program,

    /// <summary>The runtime, under the container's filter, before the container's program.</summary>
    Runtime,

    /// <summary>A process that had begun before the recording.</summary>
    Unknown,

    /// <summary>One of more programs than are told apart.</summary>
    Others,
}
