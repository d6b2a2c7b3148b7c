using System.CommandLine;
using System.Text;
using Ctrace.Core.Tracefiles;
using Ctrace.Files;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace merge -o FILE TRACEFILE...</c>: one tracefile of several.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var tracefiles = TracefileArguments.Create();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The tracefile to write (- for standard output); it may be one of those that are read",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command(
            "merge",
            """
            Make one tracefile of several: of replicas, of test runs, of machines.

            What any of them has, the whole has; the numbers are added up. The order does not matter.

            Examples:
              ctrace merge -o web.trace monday.trace tuesday.trace
              ctrace merge -o - data/web | less
            """)
        {
            tracefiles,
            output,
        };
        command.SetAction(result =>
        {
            var whole = TracefileInput.ReadAll(result.GetValue(tracefiles)!).Select(one => one.Trace).Aggregate((sum, trace) => sum.Merge(trace));
            AtomicFile.Write(result.GetValue(output)!, Encoding.ASCII.GetBytes(TracefileWriter.Write(whole)));
        });
        return command;
    }
}
