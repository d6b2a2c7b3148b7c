using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;

namespace Ctrace.Tests.Probes;

/// <summary>The structures that bpf/ shares with the program, asked of a C compiler.</summary>
internal static partial class KernelHeaders
{
    private static readonly string[] Headers =
        [.. new[] { "trace.h", "target.h", "capabilities.h", "check.h", "strace.h", "files.h", "cgroups.h", "common.h" }.Select(name => Path.Combine(SourceFolder.Repository, "bpf/abi", name))];

    private static readonly Lazy<Dictionary<string, (int Size, int[] Members)>> Structures = new(Compile);

    /// <summary>The size of a structure and where each of its members lies, in their order.</summary>
    public static (int Size, int[] Members) Offsets(string structure) => Structures.Value[structure];

    private static Dictionary<string, (int Size, int[] Members)> Compile()
    {
        var program = new StringBuilder("#include <stddef.h>\n#include <stdio.h>\n#include <linux/types.h>\n");
        program.Append(string.Concat(Headers.Select(header => $"#include \"{header}\"\n"))).Append("int main(void)\n{\n");
        foreach (Match structure in Structure().Matches(string.Concat(Headers.Select(File.ReadAllText))))
        {
            var name = structure.Groups["name"].Value;
            program.Append($"printf(\"{name} %zu\", sizeof(struct {name}));\n");
            foreach (Match member in Member().Matches(structure.Groups["body"].Value))
            {
                program.Append($"printf(\" %zu\", offsetof(struct {name}, {member.Groups["name"].Value}));\n");
            }

            program.Append("puts(\"\");\n");
        }

        program.Append("}\n");
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["offsets.c"], program.ToString());
        TemporaryDirectory.Run("cc", "-o", directory["offsets"], directory["offsets.c"]);
        using var run = Process.Start(new ProcessStartInfo(directory["offsets"]) { RedirectStandardOutput = true })!;
        return run.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(
            words => words[0],
            words => (int.Parse(words[1], CultureInfo.InvariantCulture), words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray()),
            StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^struct (?<name>\w+) \{\n(?<body>.*?)^\};", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Structure();

    [GeneratedRegex(@"^\t[\w ]*\b(?<name>\w+)(\[[^\]]+\])?( __attribute__\(.*\))?;", RegexOptions.Multiline)]
    private static partial Regex Member();
}
