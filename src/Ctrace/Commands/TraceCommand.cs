using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Profiles;
using Ctrace.Recordings;
using Ctrace.Status;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace trace</c>: the daemon.</summary>
internal static class TraceCommand
{
    private const string DefaultData = "/var/lib/ctrace";
    private const string Text = "text";
    private const string Json = "json";

    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The directory that tracefiles are written to",
            DefaultValueFactory = _ => DefaultData,
            HelpName = "DIR",
        };
        var listening = new ListenArguments();
        var format = new Option<string>("--log-format")
        {
            Description = "The form of the messages: text, or one JSON object a line",
            DefaultValueFactory = _ => Text,
            HelpName = "text|json",
        };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not (Text or Json) and var given }])
            {
                result.AddError($"--log-format takes text or json, not '{given}'");
            }
        });
        format.CompletionSources.Add(Text, Json);
        var imageLabels = new Option<bool>("--image-labels") { Description = "Also take the labels from images; the image's author then chooses the tracefile" };
        var profiles = new Option<string>("--profiles")
        {
            Description = "The directory of the profiles that the label ctrace.profile names",
            DefaultValueFactory = _ => ProfileDirectory.Default,
            HelpName = "DIR",
        };
        var probe = new ProbeArguments();
        var command = new Command(
            "trace",
            """
            The daemon: record every container that carries the label ctrace.tracefile.

            The label's value is the tracefile's name in the data directory, expanded as strftime does. ctrace writes the
            tracefile every few seconds and when the container ends, and adds to what it held. It records containers that run
            already from now on, and their tracefile says that it is partial. A label that the container has from its
            image does not count, unless you give --image-labels.

            If a container also carries the label ctrace.profile, ctrace reports what this profile in the directory of
            --profiles would refuse, once for each name. Nothing is refused. With --failures ctrace also notes what filters in
            force refused. 'ctrace status --refused' lists both.

            Examples:
              ctrace trace --data /srv/traces
              docker run --label ctrace.tracefile=web nginx
              docker run --label 'ctrace.tracefile=web-%Y-W%V' nginx
              docker run --label ctrace.tracefile=web --label ctrace.profile=web.json nginx

            'ctrace status' asks the daemon what it traces.
            """)
        {
            data,
            imageLabels,
            profiles,
        };
        listening.AddTo(command);
        command.Add(format);
        probe.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var log = new DaemonLog(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, result.GetValue(format) == Json ? LogFormat.Json : LogFormat.Text);
            try
            {
                await RunAsync(result.GetValue(data)!, new ProfileWatches(new ProfileDirectory(result.GetValue(profiles)!), log), result.GetValue(imageLabels), probe.Read(result), () => listening.Listen(result, log), log, cancellation);
                return 0;
            }
            catch (OperationCanceledException) when (StopSignals.Received is not null)
            {
                // Stopped before it was ready: nothing was recorded, and nothing is missing.
                return 0;
            }
            catch (CtraceException failure) when (result.GetValue(format) == Json)
            {
                // Whoever reads the log as JSON reads its last line so, too.
                log.Say(new LogEntry("failed", failure.Line) { Level = "error" });
                return (int)failure.Kind;
            }
        });
        return command;
    }

    private static async Task RunAsync(string data, ProfileWatches watches, bool imageLabels, ProbeOptions options, Func<StatusServer?> listen, DaemonLog log, CancellationToken cancellation)
    {
        using var stop = new StopSignals(cancellation);
        using var directory = DataDirectory.Open(data);
        using var status = listen();
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        // The engine is asked while the kernel checks the probe: half of the way to readiness each.
        var answer = Task.Run(() => engine.PingAsync(stop.Token), stop.Token);
        using var probe = TraceProbe.Attach(options with { Unconfirmed = options.Slots - (options.Slots / 4) });
        await answer;
        await new TraceDaemon(probe, directory, engine, log, status, imageLabels, watches).RunAsync(stop.Token);
    }
}
