namespace Ctrace.Views;

/// <summary>Whom the user wants to watch: at most one of the first two and a command; none is the whole system.</summary>
/// <param name="Container">A container's name or id.</param>
/// <param name="ProcessIds">Process ids, in ctrace's own pid namespace; empty for none.</param>
/// <param name="Follow">Whether its, or the command's, future children are watched too.</param>
/// <param name="OnlyCommand">Whether the containers that an engine starts for the command are left out.</param>
/// <param name="Command">A program and its arguments; empty for none.</param>
internal sealed record Watched(string? Container, IReadOnlyList<int> ProcessIds, bool Follow, bool OnlyCommand, IReadOnlyList<string> Command)
{
    /// <summary>Whom the view watches, in words.</summary>
    public string Description => (Container, ProcessIds, Command) switch
    {
        ({ } name, _, _) => $"container {name}",
        (_, [var process], _) => $"process {process}",
        (_, [_, ..], _) => $"processes {string.Join(", ", ProcessIds)}",
        (_, _, [var program, ..]) => program,
        _ => "the whole system",
    };
}
