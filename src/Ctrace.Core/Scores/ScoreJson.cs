using System.Text.Json;
using Ctrace.Core.Lives;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Scores;

/// <summary>A score for programs.</summary>
internal static class ScoreJson
{
    /// <summary>One object, ending with a line feed.</summary>
    public static string Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return JsonStyle.Text(JsonStyle.Indented, json =>
        {
            json.WriteStartObject();
            json.WriteString("subject", score.Subject.Name);
            json.WriteString("architecture", score.Subject.Circumstances.Native.Name);
            json.WriteString("kernel", score.Subject.Circumstances.Kernel.ToString());
            json.WriteNumber("score", score.Points);
            json.WriteNumber("score_docker_default", score.UsualPoints);
            json.WriteStartObject("syscalls");
            json.WriteNumber("total", score.Calls.Length);
            Names(json, "allowed", score.Calls.Where(call => call.Own == CallAccess.Allowed).Select(call => call.Name));
            Names(json, "conditional", score.Calls.Where(call => call.Own == CallAccess.Conditional).Select(call => call.Name));
            json.WriteNumber("allowed_by_default", score.Calls.Count(call => call.Usual == CallAccess.Allowed));
            json.WriteNumber("conditional_by_default", score.Calls.Count(call => call.Usual == CallAccess.Conditional));
            Names(json, "more_than_default", score.MoreCalls.Select(call => call.Name));
            Names(json, "wider_than_default", score.WiderCalls.Select(call => call.Name));
            Kin(json, score.Kin);
            Dangers(json, score.DangerousCalls);
            json.WriteEndObject();
            json.WriteStartObject("capabilities");
            Names(json, "granted", score.Capabilities);
            Names(json, "more_than_default", score.MoreCapabilities);
            Dangers(json, score.DangerousCapabilities);
            json.WriteEndObject();
            if (score.Subject.Trace is { } trace)
            {
                LifeJson.WriteMember(json, "life", LifeSummary.Of(trace), UnseenRules.Of(trace));
            }

            json.WriteEndObject();
        });
    }

    private static void Names(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Kin(Utf8JsonWriter json, Kin kin)
    {
        json.WriteStartArray("kin");
        foreach (var call in kin.Calls)
        {
            json.WriteStartObject();
            json.WriteString("name", KinText.Name(call.Row));
            Names(json, "beside", call.From);
            Names(json, "programs", call.Callers.Select(caller => Printable.Escape(caller.ToString())));
            json.WriteString("why", call.Row.Why);
            json.WriteString("source", call.Row.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Dangers(Utf8JsonWriter json, IEnumerable<DangerStanding> standings)
    {
        json.WriteStartArray("dangerous");
        foreach (var standing in standings)
        {
            json.WriteStartObject();
            json.WriteString("name", standing.Danger.Name);
            json.WriteString("here", Word(standing.Own));
            json.WriteString("docker_default", Word(standing.Usual));
            json.WriteString("harm", $"{standing.Danger.Harm}".ToLowerInvariant());
            json.WriteString("why", standing.Danger.Why);
            json.WriteString("source", standing.Danger.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(CallAccess access) => $"{access}".ToLowerInvariant();
}
