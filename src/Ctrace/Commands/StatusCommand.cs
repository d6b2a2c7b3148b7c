using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Status;
using Ctrace.Status;

namespace Ctrace.Commands;

/// <summary><c>ctrace status</c>: asks the running daemon.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var socket = new Option<string>("--socket")
        {
            Description = "The socket that the daemon listens on",
            DefaultValueFactory = _ => StatusSocket.DefaultPath,
            HelpName = "PATH",
        };
        var json = CommandOutput.Json("Print JSON");
        var refused = new RefusedOption();
        var metrics = new Option<bool>("--metrics") { Description = "Print numbers as Prometheus reads them; the exit code is 0 whenever the daemon answers" };
        var command = new Command(
            "status",
            """
            Ask the daemon what it traces, what it does not and why, and what it lost.

            Exits with 1 if the daemon says that something is wrong: its engine is gone, a tracefile cannot be written, or it
            hangs. Exits with 69 if no daemon answers.

            Examples:
              ctrace status
              ctrace status --json
              ctrace status --refused
              ctrace status --refused --data /srv/traces
              ctrace status --metrics > /var/lib/prometheus/node-exporter/ctrace.prom
            """)
        {
            socket,
            json,
            metrics,
        };
        refused.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(metrics))
            {
                result.AddError("--json and --metrics exclude each other");
            }
        });
        command.SetAction(result =>
        {
            if (refused.IsGiven(result))
            {
                if (result.GetValue(metrics))
                {
                    throw new CtraceException(FailureKind.Usage, "--metrics and --refused exclude each other", "the metrics have numbers of it by themselves");
                }

                refused.Run(result, result.GetValue(socket)!, result.GetValue(json));
                return 0;
            }

            var status = StatusClient.Ask(result.GetValue(socket)!);
            if (result.GetValue(metrics))
            {
                result.Print(StatusMetrics.Of(status));
                return 0;
            }

            result.Print(result.GetValue(json) ? StatusJson.Text(status) : StatusText.Of(status));
            return status.Troubles.Count > 0 ? 1 : 0;
        });
        return command;
    }
}
