namespace Ctrace.Probes;

/// <summary>Where the probes keep what they know of a task; each way is an object of its own (bpf/lib/task.h), the best first.</summary>
/// <param name="Name">The place, for people.</param>
/// <param name="Needs">The first kernel that takes it.</param>
/// <param name="Suffix">What the names of its objects end in.</param>
/// <param name="Programs">Programs that it has to attach.</param>
/// <param name="Exchanges">Whether its programs change a slot's state in one piece (bpf/lib/task.h, exchange).</param>
internal sealed record TaskStorage(string Name, string Needs, string Suffix, string[] Programs, bool Exchanges)
{
    /// <summary>
    /// All, in the order in which they are tried. With CTRACE_OLD_KERNEL set, only what old kernels get: so that it can
    /// be tried where there is none.
    /// </summary>
    public static IReadOnlyList<TaskStorage> All { get; } =
        [.. new TaskStorage[]
        {
            new("the task", "Linux 5.13", ".bpf.o", [], Exchanges: true),
            new("a hash map", "Linux 5.8", ".bpf.old.o", ["on_free"], Exchanges: false),
        }.Skip(Environment.GetEnvironmentVariable("CTRACE_OLD_KERNEL") is null ? 0 : 1)];

    /// <summary>The resource that holds an object in this form.</summary>
    /// <param name="name">trace, capabilities, check, strace.</param>
    public string ObjectOf(string name) => name + Suffix;
}
