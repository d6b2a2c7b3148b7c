using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Status;
using Ctrace.Tracefiles;

namespace Ctrace.Commands.Options;

/// <summary><c>ctrace status --refused</c>: what containers were refused and would have been, out of the daemon's tracefiles.</summary>
internal sealed class RefusedOption
{
    private readonly Option<bool> _refused = new("--refused") { Description = "List what containers were refused, and what profiles would have refused, from the daemon's tracefiles" };

    private readonly Option<string?> _data = new("--data") { Description = "With --refused: the daemon's data directory (default: ask the daemon)", HelpName = "DIR" };

    private readonly Option<bool> _all = new("--all") { Description = "With --refused: also list what was answered ENOSYS, after which programs go on with another call" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_refused);
        command.Add(_data);
        command.Add(_all);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_refused) && (result.GetValue(_data) is not null || result.GetValue(_all)))
            {
                result.AddError("--data and --all go with --refused");
            }
        });
    }

    /// <summary>Whether it was given.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(_refused);

    /// <summary>Lists them. A tracefile that cannot be read is told, and passed over.</summary>
    /// <exception cref="CtraceException">Unavailable: no daemon says where its tracefiles lie. NoInput, Permission: they cannot be listed.</exception>
    public void Run(ParseResult result, string socket, bool json)
    {
        var directory = result.GetValue(_data) ?? StatusClient.Ask(socket).Data;
        if (!Directory.Exists(directory))
        {
            throw new CtraceException(FailureKind.NoInput, $"there is no directory {directory}", "--data takes where 'ctrace trace --data' writes");
        }

        var rows = TracefileInput.Expand([directory], failure => result.Warn(failure.Line)).SelectMany(path => Rows(result, directory, path)).ToList();
        var shown = result.GetValue(_all) ? rows : [.. rows.Where(row => !row.IsDisguised)];
        result.Print(json ? RefusedTable.Json(shown) : RefusedTable.Text(shown));
        if (shown.Count < rows.Count)
        {
            result.Note($"{rows.Count - shown.Count} answered ENOSYS, after which programs go on with another call (--all)");
        }
    }

    private static IReadOnlyList<RefusedRow> Rows(ParseResult result, string directory, string path)
    {
        try
        {
            return [.. RefusedRow.Of(Path.GetRelativePath(directory, path), TracefileInput.Read(path))];
        }
        catch (CtraceException failure)
        {
            result.Warn(failure.Line);
            return [];
        }
    }
}
