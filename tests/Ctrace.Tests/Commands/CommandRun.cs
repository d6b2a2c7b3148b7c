using System.CommandLine;
using Ctrace.Commands;
using Ctrace.Core;
using Ctrace.Core.Tests;

namespace Ctrace.Tests.Commands;

/// <summary>A command line, run in this process: what it printed, or how it failed.</summary>
internal sealed record CommandRun(string Output, CtraceException? Failure)
{
    /// <summary>What it printed on standard error.</summary>
    public string Error { get; private init; } = "";

    /// <inheritdoc cref="Messages.WithoutNotes"/>
    public string Warnings => Messages.WithoutNotes(Error);

    /// <summary>The exit code.</summary>
    public int Code { get; private init; }

    public static CommandRun Of(params string[] arguments)
    {
        var result = CommandTree.Parse(arguments);
        Xunit.Assert.Empty(result.Errors);
        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            var code = result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
            return new CommandRun(output.ToString(), null) { Error = error.ToString(), Code = code };
        }
        catch (CtraceException failure)
        {
            return new CommandRun(output.ToString(), failure) { Error = error.ToString(), Code = (int)failure.Kind };
        }
    }

    /// <summary>What is wrong with a command line; empty when nothing is.</summary>
    public static IEnumerable<string> Errors(params string[] arguments) =>
        CommandTree.Create().Parse(arguments).Errors.Select(error => error.Message);

    /// <summary>What a shell is offered for the last word of a command line.</summary>
    public static IEnumerable<string> Completions(string commandLine) =>
        CommandTree.Create().Parse(commandLine).GetCompletions(commandLine.Length).Select(completion => completion.Label);
}
