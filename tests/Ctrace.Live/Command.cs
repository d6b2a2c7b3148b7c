using System.Diagnostics;
using Ctrace.Core.Tests;

namespace Ctrace.Live;

/// <summary>How a program that was run to its end came out.</summary>
/// <param name="Status">Its exit code; <see cref="TimedOut"/>, as timeout(1) has it, when it had to be killed.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Errors">What it wrote on standard error.</param>
public sealed record Command(int Status, string Output, string Errors)
{
    /// <summary>How long a program may run, unless told otherwise: what takes that long hangs.</summary>
    public static readonly TimeSpan Patience = Waiting.Patience;

    /// <summary>The exit code of a program that had to be killed.</summary>
    public const int TimedOut = 124;

    /// <summary>Runs a program to its end.</summary>
    public static Task<Command> RunAsync(string program, params string[] arguments) => RunAsync(Patience, program, arguments);

    /// <summary>Runs a program to its end, or kills it when that takes too long.</summary>
    public static async Task<Command> RunAsync(TimeSpan patience, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var late = false;
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            late = true;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        return new Command(late ? TimedOut : process.ExitCode, await output, await errors);
    }

    /// <inheritdoc cref="Messages.WithoutNotes"/>
    public string Warnings => Messages.WithoutNotes(Errors);

    /// <summary>Its output, trimmed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Succeeded() => Status == 0 ? Output.Trim() : throw new InvalidOperationException($"exit code {Status}: {Errors}{Output}");
}
