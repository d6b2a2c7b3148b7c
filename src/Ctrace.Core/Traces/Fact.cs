namespace Ctrace.Core.Traces;

/// <summary>
/// Something known about a recording that is neither a syscall nor a capability: a key and one value. A trace holds a
/// set of them, so that merging is a union and two recordings that differ both stay visible.
/// </summary>
/// <param name="Key">One of the constants here, or one that a newer version wrote.</param>
/// <param name="Value">Free text, one line.</param>
public readonly record struct Fact(string Key, string Value) : IComparable<Fact>
{
    /// <summary>The kernel's release, as <c>uname -r</c> prints it.</summary>
    public const string Kernel = "kernel";

    /// <summary>The engine and its version: <c>Docker 20.10.24</c>.</summary>
    public const string Engine = "engine";

    /// <summary>The OCI runtime and its version: <c>runc 1.1.5</c>.</summary>
    public const string Runtime = "runtime";

    /// <summary>The image's digest and the name it was started by.</summary>
    public const string Image = "image";

    /// <summary>What part of a container's life was seen: see <see cref="Scope"/>.</summary>
    public const string Scope = "scope";

    /// <summary><c>true</c> or <c>false</c>: whether the container ran with no-new-privileges.</summary>
    public const string NoNewPrivileges = "no-new-privileges";

    /// <summary>The user that the container was started as (<c>--user</c>), where it was not the image's own.</summary>
    public const string User = "user";

    /// <summary>The capability probe: <c>tracepoint</c>, <c>fexit</c> or <c>kprobe</c>.</summary>
    public const string CapabilityProbe = "capability-probe";

    /// <summary>Present, as <c>incomplete</c>, when a recording named more executables than a trace keeps.</summary>
    public const string Executables = "executables";

    /// <summary>Present, as <c>true</c>, when calls were made with numbers that no kernel has.</summary>
    public const string UnknownSyscalls = "unknown-syscalls";

    /// <summary>Whether a text can be a key: lower-case letters, digits and hyphens, a letter first.</summary>
    public static bool IsKey(string key) => key is [>= 'a' and <= 'z', ..]
        && key.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>Orders by key, then value, ordinally.</summary>
    public int CompareTo(Fact other)
    {
        var byKey = string.CompareOrdinal(Key, other.Key);
        return byKey != 0 ? byKey : string.CompareOrdinal(Value, other.Value);
    }
}
