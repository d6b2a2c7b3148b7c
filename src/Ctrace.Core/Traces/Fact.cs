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

    /// <summary>The user that the container was started as (<c>--user</c>, or the image's); absent for the superuser by default.</summary>
    public const string User = "user";

    /// <summary>The capability probe: <c>tracepoint</c>, <c>fexit</c> or <c>kprobe</c>.</summary>
    public const string CapabilityProbe = "capability-probe";

    /// <summary>Present, as <c>incomplete</c>, when a recording named more executables than a trace keeps.</summary>
    public const string Executables = "executables";

    /// <summary>Present, as <c>incomplete</c>, when more calls were refused, or failed, in more ways than a trace keeps.</summary>
    public const string Outcomes = "outcomes";

    /// <summary>Present, as <c>incomplete</c>, when there were more facts than a trace keeps.</summary>
    public const string Facts = "facts";

    /// <summary>Present, as <c>incomplete</c>, when more was used by more programs than a trace keeps.</summary>
    public const string Callers = "callers";

    /// <summary>Present, as <c>incomplete</c>, when the capabilities of a file that was executed could not be read: see <see cref="Holding.File"/>.</summary>
    public const string FileCapabilities = "file-capabilities";

    /// <summary>
    /// <see cref="FilesRecorded"/> when files, networks, signals and mounts were recorded, <see cref="FilesIncomplete"/> when not all of
    /// them could be; absent when nobody asked.
    /// </summary>
    public const string Files = "files";

    /// <summary>A value of <see cref="Files"/>.</summary>
    public const string FilesRecorded = "recorded";

    /// <summary>A value of <see cref="Files"/>.</summary>
    public const string FilesIncomplete = "incomplete";

    /// <summary>
    /// <see cref="RefusalsRecorded"/> when it was recorded what was refused to which program, <see cref="RefusalsIncomplete"/> when not
    /// all of it could be; absent when it was not.
    /// </summary>
    public const string Refusals = "refusals";

    /// <summary>A value of <see cref="Refusals"/>.</summary>
    public const string RefusalsRecorded = "recorded";

    /// <summary>A value of <see cref="Refusals"/>.</summary>
    public const string RefusalsIncomplete = "incomplete";

    /// <summary>Present, as <c>incomplete</c>, when more calls were refused, or would have been, than a trace keeps.</summary>
    public const string Refused = "refused";

    /// <summary>With which exit code the container ended, as its engine's client tells it; absent where nobody saw it end.</summary>
    public const string ExitCode = "exit-code";

    /// <summary>Present, as <c>true</c>, when calls were made with numbers that no kernel has.</summary>
    public const string UnknownSyscalls = "unknown-syscalls";

    /// <summary>
    /// Present, as <c>true</c>, when the kernel did not run the probe for some event while this was recorded: nobody knows whose event it was.
    /// </summary>
    public const string Missed = "missed";

    /// <summary>
    /// <c>syscall x86_64 chmod</c>, <c>capability chown</c>: not recorded, but added because a restriction refused it.
    /// </summary>
    public const string Learned = "learned";

    /// <summary>
    /// <see cref="LifeRecorded"/> when starts, ends and signals were looked for: <see cref="Trace.Life"/>. Without it nothing is known of them.
    /// </summary>
    public const string Life = "life";

    /// <summary>A value of <see cref="Life"/>.</summary>
    public const string LifeRecorded = "recorded";

    /// <summary>Present, as <c>incomplete</c>, when there were more starts, or more names, than a trace keeps of its life.</summary>
    public const string Starts = "starts";

    /// <summary>Present, as <c>true</c>, when a rehearsal made the container live: what is missing still is not to be had from another.</summary>
    public const string Rehearsed = "rehearsed";

    /// <summary>The signal by which the engine stops the container, as <see cref="Linux.Signals"/> names it: <c>quit</c>; absent for <c>term</c>.</summary>
    public const string StopSignal = "stop-signal";

    /// <summary>Present, as <see cref="NeverExecuted"/>, when the container's own program was not executed: what the runtime did is all that there is.</summary>
    public const string Program = "program";

    /// <summary>A value of <see cref="Program"/>.</summary>
    public const string NeverExecuted = "never-executed";

    /// <summary>
    /// <see cref="DefaultsRecorded"/> when it was looked for what a container can do only since its engine opened it: the next three.
    /// Without it nothing is known of them.
    /// </summary>
    public const string Defaults = "defaults";

    /// <summary>A value of <see cref="Defaults"/>.</summary>
    public const string DefaultsRecorded = "recorded";

    /// <summary><c>tcp 80</c>: a port below 1024 that was bound to, for which other platforms ask the capability net_bind_service.</summary>
    public const string LowPort = "low-port";

    /// <summary><c>inet</c> or <c>inet6</c>: an ICMP datagram socket, which the sysctl net.ipv4.ping_group_range allows or not.</summary>
    public const string PingSocket = "ping-socket";

    /// <summary><c>rtprio</c>, <c>nice</c> or <c>memlock</c>: what was done under a raised limit (RLIMIT_RTPRIO, ...), and needs a capability without.</summary>
    public const string Limit = "limit";

    /// <summary>Present when the container loaded a seccomp filter that may hand calls to somebody who answers them before they enter.</summary>
    public const string InnerFilter = "inner-filter";

    /// <summary>A value of <see cref="InnerFilter"/>: it asks a supervisor (SECCOMP_RET_USER_NOTIF).</summary>
    public const string FilterNotifies = "notify";

    /// <summary>A value of <see cref="InnerFilter"/>: it asks a ptrace tracer (SECCOMP_RET_TRACE).</summary>
    public const string FilterTraces = "trace";

    /// <summary>A value of <see cref="InnerFilter"/>: what it returns is not known.</summary>
    public const string FilterUnknown = "unknown";

    /// <summary>
    /// The value of <see cref="NoNewPrivileges"/>, <see cref="User"/>, <see cref="Files"/> and <see cref="Refusals"/> in a trace of no container in
    /// particular, such as what any container needs: others' values stand beside it.
    /// </summary>
    public const string Any = "*";

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
