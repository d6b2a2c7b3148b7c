using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Core.Verification;

/// <summary>All that one set of filters lets through and another does not, by call.</summary>
/// <param name="Calls">By architecture and number; the name is null for the first number behind the last call.</param>
public sealed record ProfileComparison(ImmutableArray<(Architecture Architecture, int Number, string? Name, FilterDifference Difference)> Calls)
{
    /// <summary>Compares what filters do with every call.</summary>
    /// <param name="first">The filters that may allow more, the newest first.</param>
    /// <param name="second">Those that they are held against.</param>
    /// <param name="architectures">Whose calls are asked of.</param>
    public static ProfileComparison Of(IReadOnlyList<SeccompFilter> first, IReadOnlyList<SeccompFilter> second, IEnumerable<Architecture> architectures)
    {
        var comparison = new FilterComparison(first, second);
        return new ProfileComparison([..
            from architecture in architectures
            let calls = Syscalls.All(architecture)
            from call in calls.Select(call => (call.Number, Name: (string?)call.Name)).Append((calls[^1].Number + 1, null))
            from difference in comparison.Find(architecture, call.Number)
            select (architecture, call.Number, call.Name, difference)]);
    }

    /// <summary>The calls' names, sorted, each once; <c>fcntl (in part)</c> where only some arguments make the difference.</summary>
    public IEnumerable<string> Names => Calls.Where(call => call.Name is not null)
        .GroupBy(call => call.Name!, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.All(call => call.Difference.When.Length > 0) ? $"{group.Key} (in part)" : group.Key);

    /// <summary>One line a call, by name: the interfaces, what each does, when, and an example.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var lines = Calls
            .Select(call => (call.Architecture, Name: call.Name ?? $"number {call.Number}", What: Words(call.Difference)))
            .GroupBy(call => (call.Name, call.What))
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal).ThenBy(group => group.Key.What, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            text.Append($"  {line.Key.Name} ({string.Join(", ", line.Select(call => call.Architecture))}): {line.Key.What}\n");
        }

        return text.ToString();
    }

    /// <summary>An array of objects: docs/man/ctrace-profile-compare.1 documents the members.</summary>
    public void WriteJson(Utf8JsonWriter writer, string name)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray(name);
        foreach (var (architecture, number, call, difference) in Calls)
        {
            writer.WriteStartObject();
            writer.WriteString("arch", architecture.Name);
            writer.WriteNumber("number", number);
            writer.WriteString("name", call);
            writer.WriteString("first", difference.First?.ToString());
            writer.WriteString("second", difference.Second?.ToString());
            writer.WriteString("when", difference.When.Length == 0 ? null : difference.When);
            if (difference.Example is { } example)
            {
                writer.WriteStartArray("example");
                foreach (var argument in example.Arguments)
                {
                    writer.WriteNumberValue(argument);
                }

                writer.WriteEndArray();
            }
            else
            {
                writer.WriteNull("example");
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Words(FilterDifference difference) =>
        $"{difference.First?.ToString() ?? "perhaps"}, not {difference.Second?.ToString() ?? "perhaps"}"
        + (difference.When.Length == 0 ? "" : $", if {difference.When}")
        + (difference.Example is not { } example ? "; no example was found" : difference.When.Length == 0 ? "" : $"; for example {Call(example)}");

    /// <summary>The arguments up to the last that is not 0.</summary>
    private static string Call(SeccompData data)
    {
        ulong[] arguments = [.. data.Arguments];
        var shown = arguments.AsSpan(0, Math.Max(1, Array.FindLastIndex(arguments, argument => argument != 0) + 1)).ToArray();
        return $"({string.Join(", ", shown.Select(argument => $"0x{argument:x}"))})";
    }
}
