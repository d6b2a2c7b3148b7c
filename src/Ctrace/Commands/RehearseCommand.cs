using System.CommandLine;
using System.Text;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Rehearsals;
using Ctrace.Core.Traces;
using Ctrace.Files;
using Ctrace.Rehearsals;

namespace Ctrace.Commands;

/// <summary><c>ctrace rehearse -- DOCKER-RUN-ARGUMENTS</c>: what a week does to a service, in minutes.</summary>
internal static class RehearseCommand
{
    public static Command Create()
    {
        var words = CommandWords.TakeDockerRun("What you would type after 'docker run'; with --compose the name of the service");
        var json = CommandOutput.Json();
        var output = new TracefileOutput();
        var rehearsal = new RehearsalOptions();
        var probe = new ProbeArguments();
        var command = new Command(
            "rehearse",
            """
            Do to a copy of a service what a week does, and repeat it under the profile.

            A container stands in for yours. ctrace starts it, checks it, leaves it alone, tells it to reload (SIGHUP) and to
            open its logs again (SIGUSR1) if it can, kills a child, stops, interrupts and kills it, and starts it again on its
            data each time. ctrace does this twice without restrictions, to see what differs by itself, and records it into one
            tracefile. Then it does the same under the restrictions of this tracefile, and reports what differs: exit codes, what
            the check and the service write, and what was refused.

            The stand-in has its own network, which leads nowhere, no published ports, new or copied volumes, and throw-away
            layers above bound directories. ctrace refuses other things (devices, the engine's socket, namespaces of the host)
            unless --allow names them. It removes everything at the end. Exits with 0 if nothing differs, and with 1 if
            something does.

            Examples:
              ctrace rehearse -o web.trace -- -p 8080:80 nginx
              ctrace rehearse -o web.trace --check 'wget -qO- http://localhost/' -- -p 8080:80 nginx
              ctrace rehearse -o db.trace --check 'psql -U postgres -h localhost -c "SELECT 1"' -- -v db:/var/lib/postgresql/data postgres
              ctrace rehearse -o cache.trace --steps stop,kill --check 'redis-cli ping' -- redis
              ctrace rehearse -o web.trace --compose compose.yml web
              ctrace rehearse -o app.trace --allow networks --learn -- --network backend app
            """)
        {
            words,
            json,
        };
        output.AddTo(command);
        rehearsal.AddTo(command);
        probe.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            await TypedRunOptions.RequireKnownAsync(result, cancellation);
            output.Check(result);
            using var stop = new StopSignals(cancellation);
            var settings = await rehearsal.ReadAsync(result, result.GetValue(words)!, probe.Read(result) with { Refusals = true }, stop.Token);
            return await RunAsync(result, settings, output, result.GetValue(json), stop.Token);
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, RehearsalSettings settings, TracefileOutput output, bool json, CancellationToken cancellation)
    {
        var progress = new ProgressLine(result.InvocationConfiguration.Error);
        if (settings.Options.LeftOut.Count > 0)
        {
            progress.Tell(Printable.Escape($"ctrace: the stand-in does without {string.Join(' ', settings.Options.LeftOut)}"));
        }

        string? path = null;
        var steps = await new Rehearsal(settings, progress.Show, line => progress.Tell(Printable.Escape($"ctrace: {line}"))).RunAsync(
            trace =>
            {
                progress.Show("");
                if (path is null)
                {
                    (path, trace) = output.Write(result, trace, settings.ImageAndCommand[0]);
                    return TracefileArguments.Unite(result, [(path, trace)]);
                }

                TracefileOutput.Write(path, trace);
                return trace;
            },
            cancellation);
        AtomicFile.Write("-", json ? RehearsalJson.Write(steps) : Encoding.UTF8.GetBytes(string.Join('\n', RehearsalText.Lines(steps, NativeArchitecture.Current)) + "\n"));
        return steps.All(step => step.IsSame) ? 0 : (int)FailureKind.Found;
    }
}
