using System.Globalization;
using System.Text;

namespace Ctrace.Core.Status;

/// <summary>
/// A status as Prometheus reads it: the text exposition format, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats).
/// </summary>
internal static class StatusMetrics
{
    /// <summary>All of it; ends with a line's end, as the format demands.</summary>
    public static string Of(DaemonStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var text = new StringBuilder();
        Family(text, "ctrace_build_info", "gauge", "The daemon's version, as a label.", [($"{{version=\"{Escape(status.Version)}\"}}", 1)]);
        Family(text, "ctrace_start_time_seconds", "gauge", "When the daemon started, in seconds since 1970.", Alone(Seconds(status.Started)));
        Family(text, "ctrace_status_age_seconds", "gauge", "How long ago the daemon last looked at its containers.", Alone(status.AgeSeconds));
        Family(text, "ctrace_resident_memory_bytes", "gauge", "Resident memory of the daemon.", Alone(status.MemoryBytes));
        Family(text, "ctrace_flush_seconds", "gauge", "How long it last took to read all counters and to write what is new.", Alone(status.FlushSeconds));
        Family(text, "ctrace_engine_connected", "gauge", "Whether the engine answers.", Alone(status.Engine.Connected ? 1 : 0));
        Family(text, "ctrace_engine_events_total", "counter", "Events that the engine has told.", Alone(status.Engine.Events));
        Family(text, "ctrace_slots", "gauge", "How many containers can be traced at once.", Alone(status.Slots));
        Family(text, "ctrace_slots_used", "gauge", "Slots that are taken.", Alone(status.SlotsUsed));
        Family(text, "ctrace_containers_known", "gauge", "Containers that the engine has told of and that exist.", Alone(status.Known));
        Family(text, "ctrace_containers_traced", "gauge", "Containers that are being traced.", Alone(status.Traced.Count));
        Family(text, "ctrace_containers_untraced", "gauge", "Containers that should be traced and are not.", Alone(status.Untraced.Count));
        Family(text, "ctrace_recordings_total", "counter", "Containers that have been traced.", Alone(status.Recordings));
        Family(text, "ctrace_syscalls_total", "counter", "System calls that were counted.", Alone(status.Calls));
        Family(text, "ctrace_lost_events_total", "counter", "What could not be recorded because a map was full.", Alone(status.Lost));
        Family(text, "ctrace_missed_events_total", "counter", "Events that the kernel did not run the probe for.", Alone(status.Missed));
        Family(text, "ctrace_misplaced_cgroups_total", "counter", "Cgroups named like a container's where no engine makes one.", Alone(status.Misplaced));
        Family(text, "ctrace_tracefile_writes_total", "counter", "Tracefiles that were written.", Alone(status.Writes.Done));
        Family(text, "ctrace_tracefile_write_failures_total", "counter", "Tracefiles that could not be written; each is tried again.", Alone(status.Writes.Failed));
        Family(text, "ctrace_tracefiles_failing", "gauge", "Tracefiles that cannot be written now.", Alone(status.Writes.Failing.Count));
        Family(text, "ctrace_last_write_timestamp_seconds", "gauge", "When a tracefile was written last, in seconds since 1970; 0 before the first.",
            Alone(status.Writes.Last is { } last ? Seconds(last) : 0));
        Family(text, "ctrace_container_syscalls_total", "counter", "System calls that were counted in a container that is being traced.",
            status.Traced.Select(one => (Labels(one), (double)one.Calls)));
        Family(text, "ctrace_container_lost_events_total", "counter", "What could not be recorded of a container that is being traced.",
            status.Traced.Select(one => (Labels(one), (double)one.Lost)));
        Family(text, "ctrace_container_would_refuse_calls", "gauge", "Different calls that a traced container's profile would have refused.",
            status.Traced.Where(one => one.Profile.Length > 0).Select(one => (Labels(one), (double)one.WouldRefuse.Count)));
        Family(text, "ctrace_container_refused_calls", "gauge", "Different calls that a traced container was refused, where that is recorded.",
            status.Traced.Where(one => one.Refused.Count > 0).Select(one => (Labels(one), (double)one.Refused.Count)));
        return text.ToString();
    }

    private static (string Labels, double Value)[] Alone(double value) => [("", value)];

    private static void Family(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
        }
    }

    private static string Labels(TracedContainer one) => $"{{name=\"{Escape(one.Name)}\",id=\"{Escape(one.Id)}\",tracefile=\"{Escape(one.Tracefile)}\"}}";

    /// <summary>A label's value: control characters made visible first, a line's end among them, then the escapes that the format has.</summary>
    private static string Escape(string value) =>
        Printable.Escape(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
