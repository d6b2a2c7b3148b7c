using System.CommandLine;
using Ctrace.Commands;
using Ctrace.Core;

namespace Ctrace;

/// <summary>The entry: parses the command line, runs one command, turns an expected failure into one line and an exit code.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        StandardStreams.Take();
        using var errors = new StandardError();
        try
        {
            DescriptorLimit.Require();
            Console.SetError(errors);
            var result = CommandTree.Parse(args);
            if (result.Errors.Count > 0 || CommandTree.Misspelt(result) is not null)
            {
                throw CommandTree.Failure(result);
            }

            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = new StandardOutput(new DescriptorStream(StandardStreams.Duplicate(StandardStreams.Output))),
                Error = errors,
            });
        }
        catch (CtraceException failure)
        {
            errors.WriteLine($"ctrace: {failure.Line}");
            return (int)failure.Kind;
        }
        catch (OperationCanceledException) when (StopSignals.Received is { } signal)
        {
            // Asked to stop before there was anything to write: what a signal's own end looks like (signal(7)).
            return 128 + signal;
        }
        catch (Exception bug) when (Environment.GetEnvironmentVariable("CTRACE_BACKTRACE") is null)
        {
            errors.WriteLine(
                $"ctrace: internal error: {Printable.Escape($"{bug.GetType().Name}: {bug.Message}")} (a bug: please report it; CTRACE_BACKTRACE=1 shows where)");
            return (int)FailureKind.Software;
        }
    }
}
