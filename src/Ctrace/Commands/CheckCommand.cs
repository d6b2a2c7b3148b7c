using System.CommandLine;
using System.Text;
using Ctrace.Checks;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Ctrace.Files;
using Ctrace.Profiles;
using Ctrace.Views;

namespace Ctrace.Commands;

/// <summary><c>ctrace check</c>: would this run in a restricted container?</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var capabilities = new Option<string?>("--forbid-capabilities") { Description = "Forbid capabilities: names or numbers, with commas or hyphens between them", HelpName = "LIST" };
        var syscalls = new Option<string?>("--forbid-syscalls") { Description = "Forbid system calls, in the same form", HelpName = "LIST" };
        capabilities.CompletionSources.AddNamesOfList(Capability.All.Select(capability => capability.Name), ",-");
        syscalls.CompletionSources.AddNamesOfList(Syscalls.All(NativeArchitecture.Current).Select(call => call.Name), ",-");
        var against = new Option<string?>("--against")
        {
            Description = $"Forbid what a seccomp profile does not allow: its file, or {SeccompInput.DockerDefaultName}",
            HelpName = "PROFILE",
        };
        var line = new Option<string?>("-c") { Description = "A command in one word, for a shell", HelpName = "COMMAND" };
        var output = new Option<string?>("-o", "--output") { Description = "Write the tables to a file (- for standard output)", HelpName = "FILE" };
        var json = CommandOutput.Json("Print one JSON object instead of tables");
        var junit = new Option<string?>("--junit") { Description = "Also write a JUnit file", HelpName = "FILE" };
        var sarif = new Option<string?>("--sarif") { Description = "Also write a SARIF file", HelpName = "FILE" };
        var script = new ScriptOptions();
        var target = new TargetArguments("-x", followsAlways: true);
        var command = new Command(
            "check",
            """
            Run something, and report what a restricted container would be denied.

            Prints four tables, by executable: capabilities used (only the forbidden ones if there is a list); which system
            call needed which capability; forbidden system calls used; failing system calls. Exits with 1 if a program used
            something forbidden, else with the command's exit code.

            Watches the whole system, or one container, a process and its future children, or a command and its
            children, with the containers that an engine starts for it. What an engine's client does itself does not count.
            With a command the tables go to standard error.

            Examples:
              ctrace check --against docker-default -- docker run --rm nginx nginx -t
              ctrace check --forbid-capabilities net_admin,sys_admin --container web
              ctrace check --forbid-syscalls ptrace-mount -c './configure && make' --junit check.xml
            """)
        {
            capabilities,
            syscalls,
            against,
            line,
            output,
            json,
            junit,
            sarif,
        };
        script.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var watched = WithLine(target.Read(result), result.GetValue(line));
            var (forbidden, calls) = script.Read(result, result.GetValue(capabilities), result.GetValue(syscalls));
            var policy = await CheckPolicy.ReadAsync(forbidden, calls, result.GetValue(against), watched, cancellation);
            var (found, notes, status) = await new CheckRun(policy).RunAsync(watched, cancellation);
            Write(result.GetValue(output) ?? (watched.Command.Count > 0 ? "/dev/stderr" : "-"),
                result.GetValue(json) ? CheckJson.Write(found) : Encoding.UTF8.GetBytes(CheckText.Write(found, NativeArchitecture.Current)));
            var violations = Violation.Of(found, NativeArchitecture.Current);
            Write(result.GetValue(junit), CheckJunit.Write(violations));
            Write(result.GetValue(sarif), CheckSarif.Write(violations, ProgramVersion.Current));
            if (policy.Forbids)
            {
                result.Tell(found.Passed ? "passed: nothing forbidden was seen" : $"failed: {violations.Count} forbidden {(violations.Count == 1 ? "use" : "uses")}");
            }

            foreach (var note in notes)
            {
                result.Tell(note);
            }

            if (found.Lost > 0)
            {
                result.Tell($"{found.Lost} counts are missing: there were more kinds of events than fit into a map");
            }

            return found.Passed ? status : (int)FailureKind.Found;
        });
        return command;
    }

    /// <summary>A command in one word is a shell's, unless it is a plain docker run.</summary>
    private static Watched WithLine(Watched watched, string? line)
    {
        if (line is null)
        {
            return watched;
        }

        return watched is { Container: null, ProcessIds.Count: 0, Command.Count: 0 }
            ? watched with { Command = DockerRunWords.Split(line) ?? ["/bin/sh", "-c", line] }
            : throw new CtraceException(FailureKind.Usage, "-c excludes --container, -x and another command", "give one of them");
    }

    private static void Write(string? file, byte[] content)
    {
        if (file is not null)
        {
            AtomicFile.Write(file, content);
        }
    }
}
