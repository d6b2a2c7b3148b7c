using System.CommandLine;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Engines.Docker;
using Ctrace.Inspections;

namespace Ctrace.Commands;

/// <summary><c>ctrace inspect CONTAINER|PID</c>: what the kernel really enforces on a running process.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("CONTAINER|PID") { Description = "A running container, by name or id, or a process by its id" };
        var disassemble = new Option<bool>("--disassemble") { Description = "Show the filters instruction by instruction" };
        var json = CommandOutput.Json();
        var architectures = new Option<string[]>("--arch")
        {
            Description = "Whose calls are asked of; without it, those of all interfaces that this machine serves",
            HelpName = "ARCH",
            AllowMultipleArgumentsPerToken = false,
        };
        var command = new Command(
            "inspect",
            """
            Show what the kernel enforces on a running process: not what it was started with, but what is loaded.

            Reads its seccomp filters out of the kernel and works out what they do with every system call: allowed,
            refused with what, or depending on which arguments. Besides: capabilities, no_new_privs, the labels of
            AppArmor and SELinux, and the user namespace. Of a container its first process is looked at. The process
            stands still for some milliseconds.

            A digit string is a process; a container whose name or id has digits alone goes by another form of it.

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
            var process = await ProcessAsync(result.GetValue(target)!, cancellation);
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

    private static async Task<int> ProcessAsync(string target, CancellationToken cancellation)
    {
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return process > 0 ? process : throw new CtraceException(FailureKind.NoInput, "there is no process 0", "see 'ps -e'");
        }

        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var container = await engine.InspectAsync(target, cancellation);
        if (container.State is not { Running: true, Pid: > 0 and var first })
        {
            throw new CtraceException(FailureKind.NoInput, $"container {target} is not running", $"start it: docker start {target}");
        }

        // The engine's ids are of its own process namespace, which may be another machine's.
        return ProcessFiles.IsInCgroup(first, container.Id.Value)
            ? first
            : throw new CtraceException(FailureKind.Unavailable, $"process {first} is not one of container {target}", "the engine must run on this machine, in this process namespace");
    }
}
