using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace callers TRACEFILE [NAME...]</c>: which program made which call, and when first.</summary>
internal static class CallersCommand
{
    public static Command Create()
    {
        var tracefile = new Argument<string>("TRACEFILE") { Description = "A tracefile" };
        var names = new Argument<string[]>("NAME")
        {
            Description = "Show only these: system calls, capabilities, programs (by path or its last part), or runtime",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = CommandOutput.Json("Print a JSON array of objects");
        var command = new Command(
            "callers",
            """
            Show which program made which call or used which capability, and when first.

            The list is in the order of time; times count from the moment the recording began. A program has the name that it
            was executed by, a script its own name. The runtime also makes calls under the container's filter, before the
            container's program runs.

            A second table shows the calls that were not recorded but that a profile allows all the same, because they reach
            nothing new, and the calls that they follow from.

            Examples:
              ctrace callers web.trace                      everything
              ctrace callers web.trace socket net_raw       who made sockets, and who used CAP_NET_RAW
              ctrace callers web.trace entrypoint.sh        what a program asked of the kernel
            """)
        {
            tracefile,
            names,
            json,
        };
        command.SetAction(result =>
        {
            var trace = TracefileInput.Read(result.GetValue(tracefile)!);
            var (queries, kin) = (result.GetValue(names)!, Kin.Of(trace).Calls);
            kin = queries.Length == 0 ? kin : kin.RemoveAll(call => !queries.Contains(call.Name));
            var all = CallerRow.Of(trace);
            var refused = queries.Where(query => !all.Any(row => row.IsCalled(query))).ToDictionary(query => query, query => Refusals(trace, query).ToList(), StringComparer.Ordinal);
            foreach (var line in refused.Values.SelectMany(lines => lines))
            {
                result.Tell(line);
            }

            string[] sought = [.. queries.Where(query => !kin.Any(call => call.Name == query) && refused.GetValueOrDefault(query) is not { Count: > 0 })];
            var rows = Select(all, result.GetValue(tracefile)!, sought, queries.Length > 0);

            var text = string.Join('\n', new[] { rows.Count > 0 ? CallerTable.Text(rows, trace.Architecture) : "", KinText.Table(kin) }.Where(table => table.Length > 0));
            result.Print(result.GetValue(json) ? CallerTable.Json(rows) : text);
            if (trace.Values(Fact.Callers).Any())
            {
                result.Warn("there were more callers than were kept");
            }
        });
        return command;
    }

    /// <summary>To whom a filter refused a call, a line for each program and error. A refused call was not made, so that it is in no row.</summary>
    private static IEnumerable<string> Refusals(Trace trace, string name) => trace.Refusals.Calls
        .Where(entry => entry.Key.Outcome.Syscall.Name == name)
        .Select(entry => $"{name} was refused, {Errno.Name(entry.Key.Outcome.Errno) ?? $"{entry.Key.Outcome.Errno}"}, {entry.Value} times, to {entry.Key.Caller}");

    private static IReadOnlyList<CallerRow> Select(IReadOnlyList<CallerRow> rows, string path, string[] names, bool some)
    {
        if (rows.Count == 0)
        {
            throw new CtraceException(FailureKind.Found, $"{Printable.Escape(path)} does not say who made its calls", "it was recorded by another version: record again");
        }

        foreach (var name in names.Where(name => !rows.Any(row => row.IsCalled(name))))
        {
            throw Lookup.NotFound($"call, capability or program '{Printable.Escape(name)}' in {Printable.Escape(path)}", name,
                rows.SelectMany(row => (string[])[row.Name, row.Caller.Kind == CallerKind.Runtime ? "runtime" : row.Caller.Path]), "ctrace callers TRACEFILE");
        }

        return some ? [.. rows.Where(row => names.Any(row.IsCalled))] : rows;
    }
}
