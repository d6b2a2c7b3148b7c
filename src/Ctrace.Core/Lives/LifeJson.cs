using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Lives;

/// <summary>What was seen of a life, for programs. The fields are documented in ctrace-ready(1).</summary>
internal static class LifeJson
{
    /// <summary>A whole answer: one object, ending with a line feed.</summary>
    public static string Write(Readiness readiness)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        return JsonStyle.Text(JsonStyle.Indented, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", readiness.IsReady);
            json.WriteStartArray("reasons");
            foreach (var reason in readiness.Reasons)
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
            var asked = readiness.Thresholds;
            json.WriteStartObject("thresholds");
            json.WriteNumber("starts", asked.Starts);
            json.WriteNumber("starts_on_data", asked.OnData);
            json.WriteNumber("seconds", asked.Seconds);
            json.WriteNumber("stops", asked.Stops);
            json.WriteNumber("quiet_starts", asked.QuietStarts);
            json.WriteNumber("quiet_seconds", asked.QuietSeconds);
            json.WriteEndObject();
            WriteMember(json, "life", readiness.Life, readiness.Later);
            json.WriteEndObject();
        });
    }

    /// <summary>Writes one member of an object that has begun.</summary>
    public static void WriteMember(Utf8JsonWriter json, string name, LifeSummary life, IEnumerable<Unseen> later)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(life);
        ArgumentNullException.ThrowIfNull(later);
        json.WriteStartObject(name);
        json.WriteBoolean("known", life.IsKnown);
        json.WriteBoolean("partly", life.IsPartlyKnown);
        json.WriteNumber("starts", life.Starts);
        json.WriteNumber("late_starts", life.LateStarts);
        json.WriteNumber("starts_on_data", life.StartsOnData);
        json.WriteStartArray("data");
        foreach (var state in new[] { DataState.None, DataState.New, DataState.Used }.Where(state => life.Data.HasFlag(state)))
        {
            json.WriteStringValue(state.ToString().ToLowerInvariant());
        }

        json.WriteEndArray();
        json.WriteNumber("observed_ms", life.Observed);
        json.WriteStartArray("ends");
        foreach (var (end, count) in life.Ends)
        {
            json.WriteStartObject();
            if (end.IsSignal)
            {
                json.WriteString("signal", Signals.Name(end.Number));
            }
            else
            {
                json.WriteNumber("exit_code", end.Number);
            }

            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("stops", life.Stops);
        json.WriteNumber("stops_by_force", life.StopsByForce);
        Names(json, "stopped_by", life.StoppedBy);
        Names(json, "signals", life.Signals);
        if (life.Last is { } last)
        {
            json.WriteStartObject("last_new");
            json.WriteString("name", last.Name);
            json.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(last.Time));
            json.WriteString("start", last.Start);
            json.WriteNumber("observed_since_ms", last.ObservedSince);
            json.WriteNumber("starts_since", last.StartsSince);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("last_new");
        }

        json.WriteStartArray("needed_later");
        foreach (var unseen in later)
        {
            json.WriteStartObject();
            json.WriteString("what", unseen.What);
            json.WriteString("why", unseen.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter json, string name, ulong signals)
    {
        json.WriteStartArray(name);
        foreach (var number in Arrivals.Numbers(signals))
        {
            json.WriteStringValue(Signals.Name(number));
        }

        json.WriteEndArray();
    }
}
