using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ctrace.Tests.Linux;

/// <summary>The macros of installed C headers.</summary>
internal static partial class Headers
{
    /// <summary>Those that start with the prefix and are a number, or __X32_SYSCALL_BIT plus a number; without the prefix.</summary>
    public static IReadOnlyList<(int Number, string Name)> Macros(string header, string prefix, params string[] compilerOptions)
    {
        var start = new ProcessStartInfo("gcc", [.. compilerOptions, "-E", "-dM", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var compiler = Process.Start(start)!;
        compiler.StandardInput.Write($"#include <{header}>\n");
        compiler.StandardInput.Close();
        var macros = compiler.StandardOutput.ReadToEnd().Split('\n');
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
        {
            throw new InvalidOperationException($"gcc cannot read {header}");
        }

        return [.. macros
            .Select(line => Macro().Match(line))
            .Where(macro => macro.Success && macro.Groups["name"].Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(macro => (int.Parse(macro.Groups["number"].Value), macro.Groups["name"].Value[prefix.Length..]))];
    }

    [GeneratedRegex(@"^#define (?<name>\w+) \(?(__X32_SYSCALL_BIT \+ )?(?<number>\d+)\)?$")]
    private static partial Regex Macro();
}
