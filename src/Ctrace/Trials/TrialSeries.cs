using Ctrace.Core.Trials;

namespace Ctrace.Trials;

/// <summary>Runs a container under a restriction as often as it takes to answer what the user wants to know.</summary>
/// <param name="trial">One run.</param>
/// <param name="restriction">What the container is restricted by.</param>
/// <param name="tell">Takes a line for the user.</param>
internal sealed class TrialSeries(Trial trial, Restriction restriction, Action<string> tell)
{
    /// <summary>How often the container is run, where nothing is learned and no capability taken away.</summary>
    public required int Times { get; init; }

    /// <summary>The most rounds of learning, where the restriction names a tracefile to learn into.</summary>
    public required int Rounds { get; init; }

    /// <summary>Whether capabilities are taken away one at a time.</summary>
    public required bool Minimizes { get; init; }

    /// <summary>Takes what is being done, for a person who waits.</summary>
    public required Action<string> Progress { get; init; }

    /// <summary>Runs the series.</summary>
    /// <returns>The runs that count.</returns>
    public async Task<IReadOnlyList<TrialResult>> RunAsync(CancellationToken cancellation)
    {
        using var restrictions = new Restrictions { Arguments = restriction.Arguments, Exact = restriction.Exact };
        var recorded = restriction.Trace;
        List<TrialResult> runs = [];
        if (restriction.Tracefile is { } tracefile)
        {
            (recorded, var last) = await new Learning(trial, restrictions, tell).RunAsync(recorded!, tracefile, Rounds, cancellation);
            runs.Add(last);
        }

        if (Minimizes)
        {
            var (needed, last) = await new Minimizing(trial, restrictions, tell).RunAsync(recorded!, cancellation);
            tell($"needed: {(needed.Count > 0 ? string.Join(' ', needed.Select(name => $"--cap-add={name.ToUpperInvariant()}")) : "no capability")}");
            return [last];
        }

        if (recorded is not null && LesserCapability.MaySuffice(recorded))
        {
            tell("the container may do with --cap-add=DAC_READ_SEARCH instead of DAC_OVERRIDE: it was asked for first each time; --minimize tries that");
        }

        if (runs.Count == 0)
        {
            var options = recorded is null ? restriction.Options : restrictions.Of(recorded);
            for (var run = 0; run < Times; run++)
            {
                Progress($"run {run + 1} of {Times}");
                runs.Add(await trial.RunAsync(options, cancellation));
            }
        }

        return runs;
    }
}
