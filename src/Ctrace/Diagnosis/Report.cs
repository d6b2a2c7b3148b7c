using System.Text;
using Ctrace.Core;

namespace Ctrace.Diagnosis;

/// <summary>Findings as text for people and as JSON for programs.</summary>
internal static class Report
{
    /// <summary>A line a finding, its remedy below it.</summary>
    public static string Text(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        var width = findings.Max(finding => finding.Subject.Length);
        foreach (var finding in findings)
        {
            var mark = finding.State switch { FindingState.Good => "ok     ", FindingState.Unknown => "unknown", _ => finding.Needed ? "MISSING" : "absent " };
            text.Append($"{mark}  {finding.Subject.PadRight(width)}  {Printable.Escape(finding.Detail)}\n");
            if (finding.Remedy.Length > 0)
            {
                text.Append($"         {new string(' ', width)}  -> {Printable.Escape(finding.Remedy)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>An array of objects: subject, state (good, missing, unknown), needed (for ctrace trace), detail, remedy.</summary>
    public static string Json(IReadOnlyList<Finding> findings)
    {
        return JsonStyle.Text(JsonStyle.Indented, json =>
        {
            json.WriteStartArray();
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("subject", finding.Subject);
                json.WriteString("state", finding.State switch { FindingState.Good => "good", FindingState.Unknown => "unknown", _ => "missing" });
                json.WriteBoolean("needed", finding.Needed);
                json.WriteString("detail", finding.Detail);
                json.WriteString("remedy", finding.Remedy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
