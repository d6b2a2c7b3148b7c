using System.CommandLine;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Recordings;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace trace</c>: the daemon.</summary>
internal static class TraceCommand
{
    private const string DefaultData = "/var/lib/ctrace";

    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The directory that tracefiles are written to",
            DefaultValueFactory = _ => DefaultData,
            HelpName = "DIR",
        };
        var probe = new ProbeArguments();
        var command = new Command(
            "trace",
            """
            Trace every Docker container that carries the label ctrace.tracefile, until ^C.

            The label's value is the tracefile's name in the data directory, expanded as strftime does. It is written
            every few seconds and when the container ends, merged with what it held. Containers that run already are
            traced from now on, and their tracefile says that it is partial.

            Examples:
              ctrace trace --data /srv/traces
              docker run --label ctrace.tracefile=web nginx
              docker run --label 'ctrace.tracefile=web-%Y-W%V' nginx
            """)
        {
            data,
        };
        probe.AddTo(command);
        command.SetAction((result, cancellation) =>
            RunAsync(result.GetValue(data)!, probe.Read(result), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string data, ProbeOptions options, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var signals = new StopSignals(stop);
        using var directory = DataDirectory.Open(data);
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        // The engine is asked while the kernel checks the probe: half of the way to readiness each.
        var answer = Task.Run(() => engine.PingAsync(stop.Token), stop.Token);
        using var probe = TraceProbe.Attach(options);
        await answer;
        await new TraceDaemon(probe, options, directory, engine, new DaemonLog(output, errors)).RunAsync(stop.Token);
        return 0;
    }
}
