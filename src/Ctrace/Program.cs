using System.CommandLine;
using Ctrace.Commands;
using Ctrace.Core;

namespace Ctrace;

/// <summary>The entry: parses the command line, runs one command, turns an expected failure into one line and an exit code.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            var result = CommandTree.Parse(args);
            if (result.Errors.Count > 0)
            {
                throw UsageFailure.Of(result);
            }

            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = new StandardOutput(Console.OpenStandardOutput()),
            });
        }
        catch (CtraceException failure)
        {
            await Console.Error.WriteLineAsync($"ctrace: {failure.Line}");
            return (int)failure.Kind;
        }
        catch (Exception bug) when (Environment.GetEnvironmentVariable("CTRACE_BACKTRACE") is null)
        {
            await Console.Error.WriteLineAsync(
                $"ctrace: internal error: {Printable.Escape($"{bug.GetType().Name}: {bug.Message}")} (a bug: please report it; CTRACE_BACKTRACE=1 shows where)");
            return (int)FailureKind.Software;
        }
    }
}
