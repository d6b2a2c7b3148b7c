using System.CommandLine;
using System.IO.Enumeration;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Status;
using Ctrace.Recordings;
using Ctrace.Status;
using Ctrace.Views;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Commands;

/// <summary><c>ctrace top</c>: all containers of the machine at once.</summary>
internal static class TopCommand
{
    private const int MostSeconds = 3600;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    // Two of the daemon's rounds, and a little.
    private static readonly TimeSpan UntilCounted = TimeSpan.FromSeconds(6);

    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Look once, print, and end" };
        var json = CommandOutput.Json("Print one JSON object a look");
        var sort = new Option<string>("--sort") { Description = $"What comes first: {string.Join(", ", TopRow.Keys)}", HelpName = "KEY", DefaultValueFactory = _ => TopRow.Keys[0] };
        sort.CompletionSources.Add([.. TopRow.Keys]);
        sort.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var key }] && !TopRow.Keys.Contains(key))
            {
                result.AddError($"--sort takes {string.Join(", ", TopRow.Keys)}, not '{key}'");
            }
        });
        var name = new Option<string?>("--name") { Description = "Show only containers whose name has this in it, or matches it with * and ?", HelpName = "PATTERN" };
        var interval = WholeNumber.Option("--interval", "How many seconds pass between two looks", 2, 1, MostSeconds);
        var all = new Option<bool>("--all") { Description = "Watch all containers by a probe of its own, also those that the daemon does not record" };
        var failures = new Option<bool>("--failures")
        {
            Description = "As --all, and show denied calls too, not only capabilities (makes each system call of the host some 35 ns slower)",
        };
        var socket = new Option<string>("--socket") { Description = "The socket that the daemon listens on", DefaultValueFactory = _ => StatusSocket.DefaultPath, HelpName = "PATH" };
        var command = new Command(
            "top",
            """
            Show what all containers of this machine do, refreshed in place.

            Each line has a container's system calls a second and in all, the program that makes most of them, what was denied
            in the last 10 seconds, and the dangerous calls that it has made. Asks the running daemon; without one, ctrace
            watches all containers by a probe of its own. Names containers that are not recorded, and says why. Where standard
            output is no terminal, each look is a plain list. Ends on ^C.

            Examples:
              ctrace top
              ctrace top --sort denied --name 'web*'
              ctrace top --once --json
              ctrace top --failures
            """)
        {
            once,
            json,
            sort,
            name,
            interval,
            all,
            failures,
            socket,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var stop = new StopSignals(cancellation);
            using var source = result.GetValue(all) || result.GetValue(failures)
                ? MachineSource.OpenOwn(result.GetValue(failures))
                : MachineSource.Open(result.GetValue(socket)!, result.IsTyped(socket));
            using var output = EventOutput.Open(null, besideCommand: false);
            var view = new Look(source, result.GetValue(sort)!, result.GetValue(name), result.GetValue(json));
            try
            {
                if (result.GetValue(once))
                {
                    await view.PrintOnceAsync(output, stop.Token);
                }
                else
                {
                    await view.ShowAsync(output, TimeSpan.FromSeconds(result.GetValue(interval)), stop.Token);
                }
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                // The way to end it.
            }

            return 0;
        });
        return command;
    }

    /// <summary>What is shown of the machine, and how.</summary>
    private sealed class Look(MachineSource source, string sort, string? name, bool json)
    {
        /// <summary>Shows it again and again, in place on a terminal.</summary>
        public async Task ShowAsync(EventOutput output, TimeSpan interval, CancellationToken cancellation)
        {
            using var screen = !json && LiveScreen.IsPossible(output) ? new LiveScreen(output) : null;
            while (!output.IsClosed)
            {
                var (rows, notes) = await TakeAsync(cancellation);
                if (screen is not null)
                {
                    var foot = Foot(notes);
                    screen.Show([.. TopText.Lines(rows, Math.Max(1, screen.Size.Lines - foot.Count - 2)), .. foot]);
                }
                else
                {
                    output.Write(json ? JsonStyle.Text(JsonStyle.Line, writer => TopJson.Write(writer, rows, source.IsDaemon, notes)) : Text(rows, notes) + "\n");
                    output.Flush();
                }

                await Task.Delay(interval, cancellation);
            }
        }

        /// <summary>Prints one look, as soon as there is something to say of each container that is recorded.</summary>
        public async Task PrintOnceAsync(EventOutput output, CancellationToken cancellation)
        {
            var began = Stopwatch.GetTimestamp();
            var (rows, notes) = await TakeAsync(cancellation);
            while (rows.Any(row => row.Activity is { HasPrograms: false } or { CallsPerSecond: null }) && Stopwatch.GetElapsedTime(began) < UntilCounted)
            {
                await Task.Delay(Glance, cancellation);
                (rows, notes) = await TakeAsync(cancellation);
            }

            output.Write(json ? JsonStyle.Text(writer => TopJson.Write(writer, rows, source.IsDaemon, notes)) : Text(rows, notes));
            output.Flush();
        }

        private async Task<(IReadOnlyList<TopRow> Rows, IReadOnlyList<string> Notes)> TakeAsync(CancellationToken cancellation)
        {
            var (rows, notes) = await source.LookAsync(cancellation);
            return (TopRow.Sort(rows.Where(row => IsWanted(row.Name)), sort), notes);
        }

        private bool IsWanted(string container) => name is null || (name.AsSpan().IndexOfAny('*', '?') < 0
            ? container.Contains(name, StringComparison.Ordinal)
            : FileSystemName.MatchesSimpleExpression(name, container, ignoreCase: false));

        private static string Text(IReadOnlyList<TopRow> rows, IReadOnlyList<string> notes) => string.Concat(((IEnumerable<string>)[.. TopText.Lines(rows), .. Foot(notes)]).Select(line => line + "\n"));

        private static IReadOnlyList<string> Foot(IReadOnlyList<string> notes) => [.. notes.Select(note => Printable.Escape($"note: {note}"))];
    }
}
