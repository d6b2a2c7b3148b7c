namespace Ctrace.Core.Rehearsals;

/// <summary>A step as users name it.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">One lower-case word.</param>
/// <param name="What">What it does, for the report.</param>
/// <param name="IsAsked">Whether it is done only when somebody asks for it.</param>
internal sealed record RehearsalStep(StepKind Kind, string Name, string What, bool IsAsked = false)
{
    /// <summary>All steps, in their order.</summary>
    public static IReadOnlyList<RehearsalStep> All { get; } =
    [
        new(StepKind.Start, "start", "first start"),
        new(StepKind.Idle, "idle", "idle"),
        new(StepKind.Reload, "hup", "SIGHUP"),
        new(StepKind.Rotate, "usr1", "SIGUSR1"),
        new(StepKind.Child, "child", "a child killed"),
        new(StepKind.Stop, "stop", "stop, start on the same data"),
        new(StepKind.Interrupt, "int", "SIGINT, start on the same data"),
        new(StepKind.Kill, "kill", "SIGKILL, start on the same data"),
        new(StepKind.Again, "again", "once more on the same data"),
        new(StepKind.Disk, "disk", "a full disk", IsAsked: true),
        new(StepKind.NextImage, "next-image", "another image on the same data", IsAsked: true),
    ];

    /// <summary>The step of a kind.</summary>
    public static RehearsalStep Of(StepKind kind) => All.First(step => step.Kind == kind);

    /// <summary>
    /// Which steps a list asks for: <c>stop,kill</c> those and no others; <c>+disk,-idle</c> the usual ones with these changes. The first start
    /// is always among them.
    /// </summary>
    /// <param name="list">Names between commas; null for the usual ones.</param>
    /// <exception cref="CtraceException">Usage: a name is no step's, or both forms are mixed.</exception>
    public static IReadOnlySet<StepKind> Parse(string? list)
    {
        string[] words = list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var changes = words.Count(word => word[0] is '+' or '-');
        if (changes > 0 && changes < words.Length)
        {
            throw new CtraceException(FailureKind.Usage, "--steps takes names, or changes by + and -, and not both", "such as --steps stop,kill or --steps +disk,-idle");
        }

        var steps = new SortedSet<StepKind> { StepKind.Start };
        if (changes > 0 || list is null)
        {
            steps.UnionWith(All.Where(step => !step.IsAsked).Select(step => step.Kind));
        }

        foreach (var word in words)
        {
            var kind = Find(word.TrimStart('+', '-')).Kind;
            _ = word[0] == '-' && kind != StepKind.Start ? steps.Remove(kind) : steps.Add(kind);
        }

        return steps;
    }

    private static RehearsalStep Find(string name) => All.FirstOrDefault(step => step.Name == name)
        ?? throw new CtraceException(FailureKind.Usage, $"there is no step '{name}'", $"the steps are {string.Join(", ", All.Select(step => step.Name))}");
}
