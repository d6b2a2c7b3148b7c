using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Inspections;

namespace Ctrace.Commands;

/// <summary><c>ctrace inspect CONTAINER|PID</c>: what the kernel really enforces on a running process.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("CONTAINER|PID") { Description = "A running container, by name or id, or a process by its id" };
        target.CompletionSources.AddContainers();
        var disassemble = new Option<bool>("--disassemble") { Description = "Show the filters instruction by instruction" };
        var json = CommandOutput.Json();
        var architectures = new Option<string[]>("--arch")
        {
            Description = "Show the calls of this interface only (default: all interfaces of this machine)",
            HelpName = "ARCH",
            AllowMultipleArgumentsPerToken = false,
        };
        var command = new Command(
            "inspect",
            """
            Show what the kernel enforces on a running container or process.

            Reads the seccomp filters that the kernel has loaded, whatever the process was started with, and works out what
            they do with every system call: allow it, refuse it and how, or decide by which arguments. Also shows
            capabilities, no_new_privs, the labels of AppArmor and SELinux, and the user namespace. For a container it
            examines the first process. The process stands still for some milliseconds.

            An argument of digits alone is a process. If a container's name has digits alone, give its id, or the other way
            round.

            Examples:
              ctrace inspect web
              ctrace inspect 1234 --arch i386
              ctrace inspect web --disassemble
              ctrace inspect web --json | jq -r '.calls[] | select(.allowed == "always") | .name'
            """)
        {
            target,
            architectures,
            disassemble,
            json,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var wanted = Architectures(result.GetValue(architectures) ?? []);
            var process = await RunningContainer.FirstProcessAsync(result.GetValue(target)!, cancellation);
            var inspection = Inspection.Of(process, wanted);
            result.Print(result.GetValue(json)
                ? InspectionJson.Write(inspection, result.GetValue(disassemble))
                : InspectionText.Write(inspection, result.GetValue(disassemble)));
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<Architecture> Architectures(string[] names)
    {
        var family = NativeArchitecture.Current.Family;
        return names.Length == 0 ? family : [.. names.Select(name => Architecture.Find(name) is { } known && family.Contains(known)
            ? known
            : throw new CtraceException(FailureKind.Usage, $"this machine serves no calls of '{name}'", $"it serves {string.Join(", ", family)}")).Distinct()];
    }
}
