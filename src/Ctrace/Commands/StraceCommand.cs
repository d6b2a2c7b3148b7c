using System.CommandLine;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Views;

namespace Ctrace.Commands;

/// <summary><c>ctrace strace</c>: syscalls as they happen, decoded.</summary>
internal static class StraceCommand
{
    public static Command Create()
    {
        var target = new TargetArguments();
        var expressions = new Option<string[]>("-e", "--expression")
        {
            Description = "Show only some calls: trace=open,read or trace=%file or trace=!futex; status=failed",
            HelpName = "EXPR",
            AllowMultipleArgumentsPerToken = false,
        };
        expressions.CompletionSources.AddNamesOfList(["trace=", "status=", .. SyscallClasses.Names.Select(name => "%" + name), .. Syscalls.All(NativeArchitecture.Current).Select(call => call.Name)], "=,!");
        var totals = new Option<bool>("-c", "--summary-only") { Description = "Show only a table at the end: calls, errors and time by system call" };
        var both = new Option<bool>("-C", "--summary") { Description = "Show the calls, and the table at the end" };
        var strings = WholeNumber.Option(["-s", "--string-limit"], "How many bytes of a string or buffer are shown", 32, "N", NumberStyles.None,
            value => value is >= 0 and <= FormatOptions.MostBytes, $"a number from 0 to {FormatOptions.MostBytes}");
        var durations = new Option<bool>("-T", "--syscall-times") { Description = "Show the time that each call took" };
        var clock = new ClockOptions();
        var descriptors = new Option<bool>("-y", "--decode-fds") { Description = "Show what file descriptors are" };
        var stacks = new Option<bool>("-k", "--stack-traces") { Description = "Show the stack behind each call: files and offsets, as frame pointers lead to them" };
        var output = new Option<string?>("-o", "--output") { Description = "Write to a file", HelpName = "FILE" };
        var json = CommandOutput.Json("Print one JSON object a line");
        var buffer = WholeNumber.Buffer("N", NumberStyles.None);
        var command = new Command(
            "strace",
            """
            Show system calls as they happen, as strace prints them.

            Watches the whole system, or one container, one process, or a command, from outside and without stopping it.
            A command's calls go to standard error, or to -o, and ctrace ends with its exit code. Ends when what it watches
            ends, or on ^C.

            Examples:
              ctrace strace -f -- make                           a command and its children
              ctrace strace --container web -e status=failed     what fails in a running container
              ctrace strace --container web -e trace=%network    its network calls
              ctrace strace -p 1234 -c                           a table at the end
              ctrace strace -tt -f -- make                       with the time of day, in microseconds
              ctrace strace -k -e trace=%network -p 1234         where in the process its network calls come from
              ctrace strace -o calls.txt -s 200 -T -y -- cat /etc/passwd
            """)
        {
            expressions,
            totals,
            both,
            strings,
            durations,
            descriptors,
            stacks,
            output,
            json,
            buffer,
        };
        clock.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var watched = target.Read(result);
            var options = new CallViewOptions(
                CallFilter.Parse(result.GetValue(expressions) ?? [], NativeArchitecture.Current),
                new FormatOptions
                {
                    StringLimit = result.GetValue(strings),
                    ShowsDuration = result.GetValue(durations),
                    ShowsDescriptors = result.GetValue(descriptors),
                },
                Lines: !result.GetValue(totals) || result.GetValue(both),
                Totals: result.GetValue(totals) || result.GetValue(both),
                result.GetValue(json), result.GetValue(buffer))
            {
                Clock = clock.Read(result),
                Stacks = result.GetValue(stacks),
            };
            if (options.Stacks && !options.Lines)
            {
                throw new CtraceException(FailureKind.Usage, "-k shows a stack behind each call, and -c shows no calls", "use -C for calls and table");
            }

            if (options.Totals && (options.Filter.Status & (CallStatus.Successful | CallStatus.Failed)) == 0)
            {
                throw new CtraceException(FailureKind.Usage, "-c counts calls when they return, and -e status= leaves none of those", "use status=successful or status=failed");
            }

            var found = await WatchedTarget.FindAsync(watched, cancellation);
            using var events = EventOutput.Open(result.GetValue(output), besideCommand: watched.Command.Count > 0);
            return new CallView(options, events).Run(found, watched);
        });
        return command;
    }
}
