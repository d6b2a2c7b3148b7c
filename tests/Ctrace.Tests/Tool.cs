using System.Diagnostics;
using Ctrace.Core.Tests;

namespace Ctrace.Tests;

/// <summary>A program of the platform that a format is made for, run to its end.</summary>
internal sealed record Tool(int Status, string Output, string Errors)
{
    public static Tool Run(string program, params string[] arguments) => RunIn(Directory.GetCurrentDirectory(), program, arguments);

    public static Tool RunIn(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Waiting.Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end");
        }

        return new Tool(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}
