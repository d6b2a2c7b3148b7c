using System.CommandLine;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Views;

namespace Ctrace.Commands;

/// <summary><c>ctrace captrace</c>: capabilities as they are requested.</summary>
internal static class CaptraceCommand
{
    public static Command Create()
    {
        var target = new TargetArguments();
        var unaudited = new Option<bool>("-v", "--verbose")
        {
            Description = "Also show checks that are not audited, and checks of credentials that are not the task's own",
        };
        var summary = new Option<bool>("-s", "--summary") { Description = "Show only a summary, at the end" };
        var output = new Option<string?>("-o", "--output") { Description = "Write to a file", HelpName = "FILE" };
        var columns = new Option<string?>("--columns")
        {
            Description = $"The columns to print, with commas between them, or 'all': {string.Join(", ", CapabilityColumn.All.Select(column => column.Name))}",
            HelpName = "LIST",
        };
        var json = CommandOutput.Json("Print one JSON object a line");
        var buffer = WholeNumber.Buffer("MIB", NumberStyles.Integer);
        var tracefs = new Option<string?>("-t", "--tracefs")
        {
            Description = "A tracing file system. ctrace does not need it; the first captrace had this option",
            HelpName = "TRACEFS",
        };
        var command = new Command(
            "captrace",
            """
            Show capabilities as programs request them.

            Each line has the time since boot, the process, the executable, the capability, and whether the kernel granted it.
            Watches the whole system, or one container, one process, or a command. A command's checks go to standard error, or to -o, and ctrace ends with its
            exit code. Ends when what it watches ends, or on ^C.

            Examples:
              ctrace captrace                            the whole system
              ctrace captrace -f sh -c 'chown 1 /tmp/x'  a command and its children
              ctrace captrace --container web            a running container
              ctrace captrace -s -p 1234                 a process, with a summary at the end
              ctrace captrace --columns time,exe,capability,result,syscall
            """)
        {
            unaudited,
            summary,
            output,
            columns,
            json,
            buffer,
            tracefs,
        };
        target.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var watched = target.Read(result);
            var options = new CapabilityViewOptions(result.GetValue(unaudited), result.GetValue(summary), result.GetValue(json),
                CapabilityColumn.Parse(result.GetValue(columns)), result.GetValue(buffer));
            RequireTracefs(result.GetValue(tracefs));
            var found = await WatchedTarget.FindAsync(watched, cancellation);
            using var events = EventOutput.Open(result.GetValue(output), besideCommand: watched.Command.Count > 0);
            return new CapabilityView(options, events).Run(found, watched);
        });
        return command;
    }

    private static void RequireTracefs(string? directory)
    {
        if (directory is not null && !Directory.Exists(Path.Combine(directory, "events")))
        {
            throw new CtraceException(FailureKind.NoInput, $"{directory} is not a tracing file system", "leave -t out, or: mount -t tracefs none /sys/kernel/tracing");
        }
    }
}
