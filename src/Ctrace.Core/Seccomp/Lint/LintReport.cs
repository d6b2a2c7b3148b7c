using System.Text;
using System.Text.Json;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Findings for people and for programs.</summary>
public static class LintReport
{
    /// <summary>A line a finding, as compilers print them: <c>FILE:LINE: SEVERITY: REASON (REMEDY)</c>.</summary>
    public static string Text(string file, IEnumerable<LintFinding> findings) =>
        string.Concat(findings.Select(finding => Printable.Escape($"{file}:{finding.Line}: {Name(finding.Severity)}: {finding.Reason} ({finding.Remedy})") + "\n"));

    /// <summary>An object on one line: the file, and an array of findings.</summary>
    public static string Json(string file, IEnumerable<LintFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("severity", Name(finding.Severity));
                json.WriteNumber("line", finding.Line);
                json.WriteString("reason", finding.Reason);
                json.WriteString("remedy", finding.Remedy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) + "\n";
    }

    private static string Name(LintSeverity severity) => $"{severity}".ToLowerInvariant();
}

/// <summary>Something wrong with a profile.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Line">Where in the text, from 1 up.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record LintFinding(LintSeverity Severity, int Line, string Reason, string Remedy);

/// <summary>How much a finding matters, the most first.</summary>
public enum LintSeverity
{
    /// <summary>Containers do not start or do not work under the profile.</summary>
    Error,

    /// <summary>The profile does other things than it seems to, or lets through what is dangerous.</summary>
    Warning,

    /// <summary>Something that is good to know.</summary>
    Note,
}
