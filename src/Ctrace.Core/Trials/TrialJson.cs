using System.Text.Json;

namespace Ctrace.Core.Trials;

/// <summary>The same as one JSON object; docs/man/ctrace-verify.1 documents the members.</summary>
internal static class TrialJson
{
    /// <summary>All of it.</summary>
    /// <param name="runs">The runs, at least one.</param>
    public static byte[] Write(IReadOnlyList<TrialResult> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return JsonStyle.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("clean", runs.All(run => run.IsClean));
            writer.WriteStartArray("runs");
            foreach (var run in runs)
            {
                writer.WriteStartObject();
                writer.WriteNumber("exit_code", run.Status);
                if (run.Check is { } check)
                {
                    writer.WriteNumber("check_exit_code", check);
                }

                writer.WriteNumber("seconds", Seconds(run.Took));
                writer.WriteNumber("lost", run.Lost);
                writer.WriteString("problem", run.Problem);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteRefusals(writer, runs);
            writer.WriteEndObject();
        });
    }

    /// <summary>What was refused: the members <c>syscalls</c> and <c>capabilities</c>.</summary>
    internal static void WriteRefusals(Utf8JsonWriter writer, IReadOnlyList<TrialResult> runs)
    {
        Groups(writer, "syscalls", DenialGroup.OfSyscalls(runs), group =>
        {
            writer.WriteString("syscall", group.Name);
            writer.WriteString("arch", group.Syscall!.Value.Architecture.Name);
            writer.WriteString("call", group.Call);
        });
        Groups(writer, "capabilities", DenialGroup.OfCapabilities(runs), group =>
        {
            writer.WriteString("capability", group.Name);
            writer.WriteString("syscall", group.Syscall?.Name);
        });
    }

    private static void Groups(Utf8JsonWriter writer, string name, IEnumerable<DenialGroup> groups, Action<DenialGroup> write)
    {
        writer.WriteStartArray(name);
        foreach (var group in groups)
        {
            writer.WriteStartObject();
            write(group);
            writer.WriteString("answer", group.Answer);
            writer.WriteBoolean("expected", group.IsExpected);
            writer.WriteString("because", group.Standing switch
            {
                Standing.Planned => "planned",
                Standing.Recorded => "recorded",
                Standing.Default => "default",
                Standing.NotGranted => "not-granted",
                Standing.Own => "own",
                _ => null,
            });
            writer.WriteNumber("count", group.Count);
            writer.WriteString("exe", Printable.Escape(group.Program));
            writer.WriteNumber("pid", group.Process);
            writer.WriteNumber("first_seconds", Seconds(group.After));
            writer.WriteStartArray("process");
            foreach (var end in group.Ends)
            {
                writer.WriteStringValue(end);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 6);
}
