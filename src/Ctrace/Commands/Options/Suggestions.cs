using System.CommandLine;
using System.CommandLine.Completions;
using Ctrace.Core;
using Ctrace.Engines.Docker;

namespace Ctrace.Commands.Options;

/// <summary>What a shell is offered for a word that is not done yet.</summary>
internal static class Suggestions
{
    // Who types waits no longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Offers names for the last word of a list.</summary>
    /// <param name="sources">The option's.</param>
    /// <param name="names">All names.</param>
    /// <param name="separators">What may stand in front of a name.</param>
    public static void AddNamesOfList(this List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, IEnumerable<string> names, string separators = ",") =>
        sources.Add(context =>
        {
            var typed = context.WordToComplete;
            var before = typed[..(typed.LastIndexOfAny([.. separators]) + 1)];
            return names.Where(name => name.StartsWith(typed[before.Length..], StringComparison.Ordinal)).Select(name => new CompletionItem(before + name));
        });

    /// <summary>Offers the running containers' names; nothing where no engine answers.</summary>
    public static void AddContainers(this List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        sources.Add(_ => Containers().Where(ContainerLookup.IsName).Order(StringComparer.Ordinal).Select(name => new CompletionItem(name)));

    private static IEnumerable<string> Containers()
    {
        try
        {
            using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
            using var time = new CancellationTokenSource(Patience);
            return [.. engine.ListAsync(null, time.Token).GetAwaiter().GetResult().SelectMany(container => container.Names)];
        }
        catch (Exception unanswered) when (unanswered is CtraceException or OperationCanceledException)
        {
            return [];
        }
    }
}
