using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Ctrace.Core;

namespace Ctrace.Commands.Options;

/// <summary>What the commands that look something up have in common: a query that is a number or a name.</summary>
internal static class Lookup
{
    /// <summary>The query, which can be left out; shells complete it with the names.</summary>
    public static Argument<string?> Query(string description, Func<ParseResult, IEnumerable<string>> names)
    {
        var query = new Argument<string?>("QUERY") { Description = description, HelpName = "QUERY", Arity = ArgumentArity.ZeroOrOne };
        query.CompletionSources.Add(context => names(context.ParseResult).Select(name => new CompletionItem(name)));
        query.Validators.Add(result =>
        {
            // What looks like an option is a mistake in the command line, not a name that was not found.
            if (result.Tokens is [{ Value: ['-', not (>= '0' and <= '9'), ..] option }])
            {
                result.AddError($"there is no option '{option}'");
            }
        });
        return query;
    }

    /// <summary>The option that all of them have.</summary>
    public static Option<bool> Json() => CommandOutput.Json("Print JSON: an object, or an array of objects without a QUERY");

    /// <summary>Whether the query is a number: decimal, or hexadecimal with 0x.</summary>
    public static bool IsNumber(string query, out int number) =>
        query.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(query.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0
            : int.TryParse(query, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Nothing has this number or name: exit 1, with the closest name or the whole list as the hint.</summary>
    /// <param name="what">What was looked for: <c>capability 'net_rwa'</c>.</param>
    /// <param name="query">The number or name.</param>
    /// <param name="names">All names that there are.</param>
    /// <param name="list">The command that lists them.</param>
    public static CtraceException NotFound(string what, string query, IEnumerable<string> names, string list) => new(
        FailureKind.Found,
        $"there is no {what}",
        Spelling.ClosestName(query, names) is { } closest ? $"did you mean '{closest}'?" : $"'{list}' lists them all");
}
