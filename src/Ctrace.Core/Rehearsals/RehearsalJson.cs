using System.Text.Json;
using Ctrace.Core.Trials;

namespace Ctrace.Core.Rehearsals;

/// <summary>The same as one JSON object; docs/man/ctrace-rehearse.1 documents the members.</summary>
internal static class RehearsalJson
{
    /// <summary>All of it.</summary>
    public static byte[] Write(IReadOnlyList<StepComparison> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return JsonStyle.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("same", steps.All(step => step.IsSame));
            writer.WriteStartArray("steps");
            foreach (var step in steps)
            {
                Write(writer, step);
            }

            writer.WriteEndArray();
            TrialJson.WriteRefusals(writer, [StepComparison.Refused(steps)]);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, StepComparison step)
    {
        writer.WriteStartObject();
        writer.WriteString("step", step.Plan.Step.Name);
        writer.WriteBoolean("same", step.IsSame);
        writer.WriteString("left_out", step.LeftOut is { } reason ? Printable.Escape(reason) : null);
        writer.WriteStartArray("differences");
        foreach (var difference in step.Differences)
        {
            writer.WriteStringValue(Printable.Escape(difference));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("passes");
        foreach (var (outcome, restricted) in new[] { (step.First, false), (step.Second, false), (step.Restricted, true) })
        {
            if (outcome is not null)
            {
                Write(writer, outcome, restricted);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StepOutcome outcome, bool restricted)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("restricted", restricted);
        writer.WriteNumber("seconds", Math.Round(outcome.Took.TotalSeconds, 3));
        writer.WriteString("problem", outcome.Problem is { } problem ? Printable.Escape(problem) : null);
        Number(writer, "exit_code", outcome.ExitCode);
        Number(writer, "check_exit_code", outcome.Check?.Status);
        if (outcome.Full is { } full)
        {
            writer.WriteNumber("full_check_exit_code", full.Status);
        }

        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
